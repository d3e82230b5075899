import type { CatalogObject } from '../../../catalog/object.ts';
import { sqlTokens } from '../../declared/sql-tokens.ts';
import { parenthesised } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { quoted } from '../code.ts';
import { alterTable, isPlain, raw, remark } from '../knex.ts';

/** What Knex calls the types that take no more than a name. */
const METHODS: Readonly<Record<string, string>> = {
  ...{ text: 'text', smallint: 'smallint', integer: 'integer', bigint: 'bigInteger', boolean: 'boolean' },
  ...{ 'double precision': 'double', date: 'date', uuid: 'uuid', json: 'json', jsonb: 'jsonb' },
  'timestamp with time zone': 'timestamp',
};

/** A type that is nothing but words, numbers and brackets. */
const PLAIN_TYPE = /^[a-z][\w ]*(?:\(\d+(?:, ?\d+)?\))?[a-z ]*(?:\[\])*$/;

/** Adds a column to its table. */
export function addColumn(wanted: CatalogObject): string {
  const isFilled = ['default', 'generation', 'identity'].some((fact) => textFact(wanted, fact) !== undefined);
  const isHard = wanted.facts.nullable === false && !isFilled && wanted.facts.serial !== true;
  const statement = built(wanted) ?? raw(renderObjects([wanted]));
  if (!isHard) return statement;
  return `${remark('Fails where the table has rows: they need a default, or the column to be nullable at first.')}\n${statement}`;
}

/** By the builder, where it says all of it. */
function built(wanted: CatalogObject): string | undefined {
  const { schema, parent, name, facts } = wanted;
  const type = textFact(wanted, 'type') ?? '';
  const value = textFact(wanted, 'default');
  const isSimple =
    isPlain(schema, parent, name) &&
    PLAIN_TYPE.test(type) &&
    facts.serial !== true &&
    textFact(wanted, 'generation') === undefined &&
    textFact(wanted, 'identity') === undefined &&
    textFact(wanted, 'collation') === undefined &&
    // A binding within a binding has no escape.
    value?.includes('?') !== true;
  if (!isSimple) return undefined;
  const column = [
    `table.${typed(name, type)}`,
    ...(facts.nullable === false ? ['notNullable()'] : []),
    ...(value === undefined ? [] : [`defaultTo(knex.raw(${quoted(inItsPlace(value))}))`]),
  ];
  return alterTable({ schema, name: parent ?? '' }, [`${column.join('.')};`]);
}

/** Beside other words of a column only constants and calls stand without parentheses. */
function inItsPlace(value: string): string {
  const isSimple = sqlTokens(value).length === 1 || /^[\w.]+\(\)$/.test(value);
  return isSimple ? value : parenthesised(value);
}

function typed(name: string, type: string): string {
  const method = METHODS[type];
  if (method !== undefined) return `${method}(${quoted(name)})`;
  if (type === 'timestamp') return `timestamp(${quoted(name)}, { useTz: false })`;
  const [, length] = /^varchar\((\d+)\)$/.exec(type) ?? [];
  if (length !== undefined) return `string(${quoted(name)}, ${length})`;
  // With a precision alone, the builder makes up a scale.
  const [, precision, scale] = /^numeric\((\d+), ?(\d+)\)$/.exec(type) ?? [];
  if (precision !== undefined && scale !== undefined)
    return `decimal(${quoted(name)}, ${precision}, ${scale})`;
  return `specificType(${quoted(name)}, ${quoted(type)})`;
}
