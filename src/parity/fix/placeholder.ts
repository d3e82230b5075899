import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { nameOfToken, sqlTokens } from '../declared/sql-tokens.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { asLive } from './live-terms.ts';
import { mentions } from './mentions.ts';
import type { Sides } from './sides.ts';
import { listFact, textFact, textsFact } from '../render/facts.ts';
import { nameOf } from '../render/names.ts';

/** What stands for a value that only a person knows, by the type of the column; texts first of all. */
const NEUTRAL: readonly (readonly [type: RegExp, value: string])[] = [
  [/^(?:text|character|varchar|char|bpchar|citext)\b/, "''"],
  [/^(?:smallint|integer|bigint|numeric|decimal|real|double precision|money|oid)\b/, '0'],
  [/^boolean\b/, 'false'],
  [/^(?:timestamp|date|time)\b/, 'now()'],
  [/^interval\b/, "'0'"],
  [/^uuid\b/, 'gen_random_uuid()'],
  [/^jsonb?\b/, "'{}'"],
  [/^bytea\b/, "''"],
  [/^(?:inet|cidr)\b/, "'0.0.0.0'"],
  [/^macaddr8\b/, "'00:00:00:00:00:00:00:00'"],
  [/^macaddr\b/, "'00:00:00:00:00:00'"],
  [/^bit(?: varying)?\b/, "''"],
  [/^point\b/, "'(0,0)'"],
  [/^line\b/, "'{1,0,0}'"],
  [/^lseg\b/, "'[(0,0),(1,1)]'"],
  [/^box\b/, "'(1,1),(0,0)'"],
  [/^path\b/, "'((0,0),(1,1))'"],
  [/^polygon\b/, "'((0,0),(1,1),(1,0))'"],
  [/^circle\b/, "'<(0,0),1>'"],
  [/^ts(?:vector|query)\b/, "''"],
  [/^xml\b/, "'<x/>'"],
  [/range\b/, "'empty'"],
];
const BIT = /^bit(?:\((\d+)\))?$/;
const WORDS = /^(?:text|character|varchar|char|bpchar|citext)\b/;

/**
 * A value for the rows of a column that has to have one: of the values that a check lists the first, of an enum its first,
 * the first row that a foreign key can lead to, and else what is neutral for the type. Undefined where nothing is known.
 */
export function placeholder(column: CatalogObject, sides: Sides): string | undefined {
  const type = textFact(column, 'type') ?? '';
  const parts = declaredBeside(column, sides);
  const key = parts.find(
    (one) => one.kind === 'foreign key' && textsFact(one, 'columns').includes(column.name),
  );
  if (key !== undefined) return referred(key, column.name);
  const listed = parts.flatMap((one) => (one.kind === 'check' ? listedIn(one, column.name) : []))[0];
  if (listed !== undefined) return listed;
  if (type.endsWith(']')) return "'{}'";
  const isAlone = parts.some((one) => isUniqueOn(one, column.name));
  if (isAlone && WORDS.test(type)) return `gen_random_uuid()::${type}`;
  const ofEnum = enumValue(type, sides);
  if (ofEnum !== undefined) return ofEnum;
  const [, length] = BIT.exec(type) ?? [];
  if (BIT.test(type)) return `B'${'0'.repeat(Number(length ?? 1))}'`;
  return NEUTRAL.find(([pattern]) => pattern.test(type))?.[1];
}

/** What stands for numbers of which no two are alike, in a statement that sees the rows. */
export function distinctNumber(column: CatalogObject, sides: Sides): string | undefined {
  const isAlone = declaredBeside(column, sides).some((one) => isUniqueOn(one, column.name));
  const type = textFact(column, 'type') ?? '';
  return isAlone && !type.endsWith(']') && /^(?:integer|bigint|numeric)\b/.test(type)
    ? 'hashtext(ctid::text)'
    : undefined;
}

/** What belongs to the same table, as it is to be. */
function declaredBeside(column: CatalogObject, sides: Sides): readonly CatalogObject[] {
  const declared: readonly DeclaredObject[] = sides.declared.filter(({ schema, parent }) => {
    if (parent === null || schema === null) return false;
    const [liveSchema, liveName] = sides.names.object({ schema, name: parent });
    return liveSchema === column.schema && liveName === column.parent;
  });
  return declared.map((one) => asLive(one, sides));
}

function referred(key: CatalogObject, column: string): string {
  const [schema = '', name = ''] = textsFact(key, 'references');
  const other = textsFact(key, 'referencedColumns')[textsFact(key, 'columns').indexOf(column)] ?? '';
  const table = nameOf({ kind: 'table', schema, parent: null, name, facts: {} });
  return `(SELECT ${quoteIdentifier(other)} FROM ${table} ORDER BY 1 LIMIT 1)`;
}

/** The first constant of a check that names the column and lists what it may hold. */
function listedIn(check: CatalogObject, column: string): readonly string[] {
  const text = textFact(check, 'expression') ?? '';
  if (!mentions(text, column) || !/\b(?:in|any)\b/i.test(text)) return [];
  const first = sqlTokens(text).find(({ kind }) => kind === 'text');
  return first === undefined ? [] : [first.text];
}

function isUniqueOn(one: CatalogObject, column: string): boolean {
  const isKey =
    one.kind === 'unique' ||
    one.kind === 'primary key' ||
    (one.kind === 'index' && one.facts.unique === true);
  return isKey && listFact(one, 'columns').length === 1 && listFact(one, 'columns')[0] === column;
}

function enumValue(type: string, sides: Sides): string | undefined {
  const names = sqlTokens(type)
    .map(nameOfToken)
    .filter((name) => name !== undefined);
  const name = names.at(-1);
  const found = sides.declared.find((one) => one.kind === 'enum' && one.name === name);
  const value = found === undefined ? undefined : (found.facts.values as readonly string[])[0];
  return value === undefined ? undefined : quoteLiteral(value).trim();
}
