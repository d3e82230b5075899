import type { CatalogObject } from '../../../catalog/object.ts';
import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import { textFact } from '../../render/facts.ts';
import { call, quoted, record } from '../code.ts';
import { viewOf } from '../sides.ts';
import type { Sides } from '../sides.ts';
import { variableOf } from './names.ts';
import { ALONE } from './spelling.ts';
import type { Spelling } from './spelling.ts';

/** Types that say all by their name. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ text: 'text', boolean: 'boolean', smallint: 'smallint', integer: 'integer', real: 'real' },
  ...{ 'double precision': 'doublePrecision', date: 'date', uuid: 'uuid', json: 'json', jsonb: 'jsonb' },
  ...{ inet: 'inet', cidr: 'cidr', macaddr: 'macaddr', macaddr8: 'macaddr8', point: 'point', line: 'line' },
};

const SERIALS: Readonly<Record<string, string>> = {
  smallint: 'smallserial',
  integer: 'serial',
  bigint: 'bigserial',
};

/** A builder and the options that it takes. */
type Builder = readonly [name: string, options?: Readonly<Record<string, string | undefined>>];

/** Types with parameters, by how Postgres prints them. */
const PATTERNS: readonly (readonly [RegExp, (...parts: readonly (string | undefined)[]) => Builder])[] = [
  [/^bigint$/, () => ['bigint', { mode: "'number'" }]],
  [/^character varying(?:\((\d+)\))?$/, (length) => ['varchar', { length }]],
  [/^character\((\d+)\)$/, (length) => ['char', { length }]],
  [/^numeric(?:\((\d+),(\d+)\))?$/, (precision, scale) => ['numeric', { precision, scale }]],
  [
    /^(timestamp|time)(?:\((\d)\))? (with|without) time zone$/,
    (name = '', precision, zone) => [name, { precision, withTimezone: zone === 'with' ? 'true' : undefined }],
  ],
  [
    /^interval(?: ([a-z ]+))?(?:\(([1-6])\))?$/,
    (fields, precision) => ['interval', { fields: fields && quoted(fields), precision }],
  ],
  [/^bit\((\d+)\)$/, (dimensions) => ['bit', { dimensions }]],
  [/\.(vector|halfvec|sparsevec)\((\d+)\)$/, (name = '', dimensions) => [name, { dimensions }]],
  [/\.geometry\(Point\)$/, () => ['geometry']],
];

/** The column as its type alone declares it: `varchar('nickname', { length: 20 })`. */
export function typeCode(column: CatalogObject, sides: Sides, spelling: Spelling = ALONE): string {
  const type = textFact(column, 'type') ?? '';
  const element = type.replace(/(?:\[\])+$/, '');
  const name = spelling.nameOf(column);
  if (column.facts.serial === true && SERIALS[type] !== undefined)
    return call(SERIALS[type], name, type === 'bigint' ? "{ mode: 'number' }" : '');
  const collation = viewOf(column, sides) === undefined ? textFact(column, 'collation') : undefined;
  // Of a collation Drizzle knows nothing, but it writes what stands behind a type.
  if (collation !== undefined) return call(spelling.custom(`${type} collate ${collation}`), name);
  return builder(element, name, sides, spelling) + (element === type ? '' : '.array()');
}

function builder(type: string, name: string, sides: Sides, spelling: Spelling): string {
  const plain = PLAIN[type];
  if (plain !== undefined) return call(plain, name);
  const given = enumCode(type, sides);
  if (given !== undefined) return call(given, name);
  for (const [pattern, make] of PATTERNS) {
    const found = pattern.exec(type);
    if (found === null) continue;
    const [method, options = {}] = make(...found.slice(1));
    return call(method, name, record(options));
  }
  // Drizzle takes any other type for what it is called.
  return call(spelling.custom(type), name);
}

/** The variable of an enum; undefined for any other type. */
export function enumCode(type: string, sides: Sides): string | undefined {
  const tokens = sqlTokens(type);
  if (tokens.length !== 3 || tokens[1]?.text !== '.') return undefined;
  const [schema, , name] = tokens.map(nameOfToken);
  const found = sides.inDatabase.of('enum').find((one) => one.schema === schema && one.name === name);
  return found === undefined ? undefined : variableOf(found, sides);
}
