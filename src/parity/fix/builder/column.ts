import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { columnParts } from '../../render/column.ts';
import { commentOn } from '../../render/comment.ts';
import { parenthesised } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { ownerOf } from '../../render/names.ts';
import { quoted, record } from '../code.ts';
import { isPlain, link } from '../knex.ts';
import { typeLink } from './column-type.ts';
import { commentLinks } from './comment.ts';
import { defaultLink } from './default-value.ts';
import { inOneLine } from './one-line.ts';
import type { Link } from './piece.ts';
import { readable } from './readable.ts';

/** A column as the builder says it. */
export interface ColumnSaid {
  readonly links: readonly Link[];
  /** Whether Knex takes nothing more on the same line: a key or an index stands on its own. */
  readonly isClosed: boolean;
  /** The statements of SQL that are said with it, besides its own. */
  readonly covered: readonly string[];
  /** Statements for what could not be said. */
  readonly after: readonly string[];
}

/** How a column stands in its table. */
export interface ColumnPlace {
  /** The constraint that it is not null, where that is known. */
  readonly notNull?: CatalogObject | undefined;
  /** Whether the primary key says that it is not null. */
  readonly isKey?: boolean;
  /** Whether its table is new, so that what cannot be said with it can be said behind it. */
  readonly isNew?: boolean;
}

/** A type that is short for a sequence and a default. */
const SERIAL = /^((?:small|big)?serial)(?: NOT NULL)?$/;
const NOT_NULL = / NOT NULL$/;
const SERIAL_METHODS: Readonly<Record<string, string>> = { serial: 'increments', bigserial: 'bigIncrements' };

/** A column by the builder; undefined where that would say something else. */
export function saidColumn(column: CatalogObject, place: ColumnPlace = {}): ColumnSaid | undefined {
  const { schema, parent, name } = column;
  if (!isPlain(schema, parent, name)) return undefined;
  const { definition } = columnParts(column, place.notNull);
  const said = ofDefinition(column, definition.slice(quoteIdentifier(name).length + 1), place);
  if (said === undefined) return undefined;
  const comment = textFact(column, 'comment');
  const links = comment === undefined ? [] : commentLinks(comment);
  return {
    ...said,
    links: [...said.links, ...links],
    covered: links.length === 0 ? [] : commentOn(column),
  };
}

function ofDefinition(
  column: CatalogObject,
  words: string,
  { isKey = false, isNew = false }: ColumnPlace,
): Omit<ColumnSaid, 'covered'> | undefined {
  const { name, facts } = column;
  const type = textFact(column, 'type') ?? '';
  const value = textFact(column, 'default');
  const notNull = facts.nullable === false && !isKey ? [link('notNullable')] : [];
  const isUsual =
    words ===
    [
      type,
      ...(value === undefined ? [] : [`DEFAULT ${parenthesised(value)}`]),
      ...(facts.nullable === false ? ['NOT NULL'] : []),
    ].join(' ');
  if (isUsual && isSayable(type)) {
    const first = typeLink(name, type);
    if (value === undefined) return { links: [first, ...notNull], isClosed: false, after: [] };
    const assigned = defaultLink(value, type);
    if (assigned !== undefined) return { links: [first, ...notNull, assigned], isClosed: false, after: [] };
    // What Knex cannot send within its own statement is said behind it.
    const set = `ALTER TABLE ${ownerOf(column)} ALTER COLUMN ${quoteIdentifier(name)} SET DEFAULT ${parenthesised(value)}`;
    return isNew ? { links: [first, ...notNull], isClosed: false, after: [set] } : undefined;
  }
  const [, serial] = SERIAL.exec(words) ?? [];
  if (serial !== undefined) return { links: [serialLink(name, serial)], isClosed: true, after: [] };
  const line = inOneLine(words);
  // The name of a sequence may be free only behind what stands before.
  if (!isSayable(line) || (!isNew && words.includes('SEQUENCE NAME'))) return undefined;
  const isCounted = typeof facts.identity === 'string';
  return {
    links: [
      link('specificType', quoted(name), quoted(readable(line.replace(NOT_NULL, '')))),
      ...(words.endsWith(' NOT NULL') && !isCounted ? notNull : []),
    ],
    isClosed: false,
    after: [],
  };
}

function serialLink(name: string, serial: string): Link {
  const method = SERIAL_METHODS[serial];
  if (method === undefined) return link('specificType', quoted(name), quoted(serial));
  return link(method, quoted(name), record({ primaryKey: 'false' }));
}

/** To Knex a question mark is a binding, and here it has no escape. */
function isSayable(words: string): boolean {
  return !/[?\n]|--|\/\*/.test(words);
}
