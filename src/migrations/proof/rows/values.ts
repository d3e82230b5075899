import { underlying } from './types.ts';
import type { FillType, FillTypes } from './types.ts';

/** What a value is to be of. */
interface Wanted {
  readonly type: string;
  readonly typmod: number;
}

const DAY_MS = 86_400_000;
const day = (count: number): string => new Date(Date.UTC(2020, 0, 1) + (count % 3000) * DAY_MS).toISOString();
const hex = (count: number, length: number): string =>
  count.toString(16).padStart(length, '0').slice(-length);

/** One value of each type, another for each number, as the server reads it. */
const VALUES: Readonly<Record<string, (count: number, typmod: number) => string>> = {
  bool: (n) => String(n % 2 === 0),
  int2: (n) => String(20_000 + (n % 10_000)),
  int4: String,
  int8: String,
  float4: (n) => `${n % 100_000}.5`,
  float8: (n) => `${n}.5`,
  numeric: decimal,
  money: (n) => String(n),
  oid: String,
  text: word,
  varchar: (n, typmod) => word(n, typmod - 4),
  bpchar: (n, typmod) => word(n, typmod - 4),
  citext: word,
  name: word,
  char: (n) => String.fromCodePoint(97 + (n % 26)),
  uuid: (n) => `00000000-0000-4000-8000-${hex(n, 12)}`,
  date: (n) => day(n).slice(0, 10),
  timestamp: day,
  timestamptz: day,
  time: (n) => new Date((n % 86_400) * 1000).toISOString().slice(11, 19),
  timetz: (n) => `${new Date((n % 86_400) * 1000).toISOString().slice(11, 19)}+00`,
  interval: (n) => `${n % 10_000} seconds`,
  json: (n) => `{"keelson": ${n}}`,
  jsonb: (n) => `{"keelson": ${n}}`,
  jsonpath: (n) => `$.keelson${n}`,
  xml: (n) => `<keelson n="${n}"/>`,
  bytea: (n) => String.raw`\x${hex(n, 8)}`,
  inet: (n) => `10.${(n >> 16) % 256}.${(n >> 8) % 256}.${n % 256}`,
  cidr: (n) => `10.${(n >> 16) % 256}.${(n >> 8) % 256}.${n % 256}/32`,
  macaddr: (n) => `02:00:00:${hex(n, 6).replaceAll(/..(?=.)/g, '$&:')}`,
  macaddr8: (n) => `02:00:00:00:00:${hex(n, 6).replaceAll(/..(?=.)/g, '$&:')}`,
  bit: (n, typmod) => n.toString(2).padStart(64, '0').slice(-Math.max(typmod, 1)),
  varbit: (n, typmod) => n.toString(2).slice(-(typmod > 0 ? typmod : 24)),
  point: (n) => `(${n},1)`,
  line: (n) => `{1,2,${n}}`,
  lseg: (n) => `[(0,0),(${n},1)]`,
  box: (n) => `(${n + 0.5},1),(${n},0)`,
  path: (n) => `[(0,0),(${n},1)]`,
  polygon: (n) => `((0,0),(${n},1),(1,1))`,
  circle: (n) => `<(${n},0),0.25>`,
  tsvector: (n) => `keelson:1 n${n}:2`,
  tsquery: (n) => `keelson & n${n}`,
  pg_lsn: (n) => `0/${hex(n, 8)}`,
  xid: String,
  xid8: String,
  cid: String,
  tid: (n) => `(${n},1)`,
  regclass: () => 'pg_catalog.pg_class',
  regtype: () => 'pg_catalog.int4',
  regproc: () => 'pg_catalog.now',
  regprocedure: () => 'pg_catalog.now()',
  regnamespace: () => 'pg_catalog',
  regrole: () => 'pg_monitor',
  regconfig: () => 'pg_catalog.simple',
  regdictionary: () => 'pg_catalog.simple',
  regcollation: () => 'pg_catalog."C"',
  hstore: (n) => `keelson=>${n}`,
  ltree: (n) => `keelson.n${n}`,
  vector: (n, typmod) =>
    `[${Array.from({ length: Math.max(typmod, 1) }, (_, at) => (n % 100) + at).join(',')}]`,
  halfvec: (n, typmod) =>
    `[${Array.from({ length: Math.max(typmod, 1) }, (_, at) => (n % 100) + at).join(',')}]`,
  sparsevec: (n, typmod) => `{1:${n % 100}}/${Math.max(typmod, 1)}`,
  geometry: (n) => `POINT(${n % 90} 1)`,
  geography: (n) => `POINT(${n % 90} 1)`,
};

/** What types of extensions that nobody here knows may take. */
export const ANY = ['1', '', 'a', '(1,1)', '{}', '[1]', '0/0', '1-1', 'a.b', '2020-01-01'];

/** What is allowed and seldom thought of. */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  int2: ['32767', '-32768', '0'],
  int4: ['2147483647', '-2147483648', '0'],
  int8: ['9223372036854775807', '-9223372036854775808', '0'],
  float4: ['1e30', '-1', '0'],
  float8: ['1e300', '-1', '0'],
  date: ['9999-12-31', '1000-01-01'],
  timestamp: ['9999-12-31 23:59:59.999999', '1000-01-01'],
  timestamptz: ['9999-12-31 23:59:59.999999+00', '1000-01-01 00:00+00'],
  interval: ['-1 day', '178000 years'],
  json: ['null', '[]', '"text"'],
  jsonb: ['null', '[]', '"text"'],
  uuid: ['00000000-0000-0000-0000-000000000000'],
  inet: ['::1/64'],
  bytea: [String.raw`\x`],
};

/** Whether values of a type can be made up, rather than be looked for. */
export function isKnown(types: FillTypes, wanted: Wanted): boolean {
  const { type } = underlying(types, wanted);
  return type?.kind !== 'b' || type.element !== null || Object.hasOwn(VALUES, type.name);
}

/** A value that is another one for each number; undefined where nobody knows one. */
export function valueOf(types: FillTypes, wanted: Wanted, count: number): string | undefined {
  const { type, typmod, domains } = underlying(types, wanted);
  const met = domains.find(({ values = [] }) => values.length > 0)?.values;
  if (met !== undefined) return met[count % met.length];
  if (type === undefined) return undefined;
  if (type.kind === 'e') return type.labels[count % Math.max(type.labels.length, 1)];
  const inner = (oid: string, n: number, length = -1): string | undefined =>
    valueOf(types, { type: oid, typmod: length }, n);
  if (type.element !== null) {
    const element = inner(type.element, count, typmod);
    return element === undefined ? '{}' : `{${quotedElement(element)}}`;
  }
  if (type.kind === 'c') {
    const parts = type.attributes.map((one) => valueOf(types, one, count));
    return `(${parts.map((part) => (part === undefined ? '' : `"${part.replaceAll(/["\\]/g, '$&$&')}"`)).join(',')})`;
  }
  if (type.subtype !== null) {
    // Each is beside the others, as an exclusion wants it.
    const [from, to] = [inner(type.subtype, count * 2), inner(type.subtype, count * 2 + 1)];
    return from === undefined || to === undefined ? 'empty' : `["${from}","${to}")`;
  }
  if (type.range !== null) return `{${inner(type.range, count) ?? ''}}`;
  return Object.hasOwn(VALUES, type.name) ? VALUES[type.name]?.(count, typmod) : ANY[count % ANY.length];
}

/** Values that are allowed and seldom thought of, as long as the column takes them. */
export function edgesOf(types: FillTypes, wanted: Wanted): readonly string[] {
  const { type, typmod } = underlying(types, wanted);
  if (type === undefined) return [];
  if (type.kind === 'e') return type.labels;
  if (type.element !== null) {
    const all = edgeElements(types.get(type.element));
    return all === undefined ? ['{}'] : ['{}', all];
  }
  if (type.subtype !== null) return ['empty'];
  if (type.range !== null) return ['{}'];
  if (type.name === 'numeric')
    return typmod === -1 ? ['123456789012345678901234567890.5', '-1', '0'] : [largest(typmod), '0'];
  if (['text', 'varchar', 'bpchar', 'citext'].includes(type.name)) {
    const limit = type.name === 'text' || typmod === -1 ? 300 : typmod - 4;
    return ['é"\'\\☃ ABC'.slice(0, limit), 'x'.repeat(Math.min(limit, 300)), ''];
  }
  return EDGES[type.name] ?? [];
}

/** All labels of an enum in one array. */
function edgeElements(element: FillType | undefined): string | undefined {
  if (element?.kind !== 'e' || element.labels.length === 0) return undefined;
  return `{${element.labels.map(quotedElement).join(',')}}`;
}

function quotedElement(element: string): string {
  return `"${element.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function word(count: number, limit = -1): string {
  const long = `keelson ${count}`;
  if (limit <= 0 || long.length <= limit) return long;
  return count.toString(36).padStart(limit, '0').slice(-limit);
}

/** The number as far as the digits before the point go, or else behind it. */
function decimal(count: number, typmod: number): string {
  if (typmod === -1) return String(count);
  const { digits, scale } = digitsOf(typmod);
  const before = digits - scale;
  return before > 0
    ? String(count % 10 ** Math.min(before, 9))
    : `${count % 10 ** Math.min(digits, 9)}e-${scale}`;
}

function largest(typmod: number): string {
  const { digits, scale } = digitsOf(typmod);
  return `${'9'.repeat(digits)}e${-scale}`;
}

function digitsOf(typmod: number): { readonly digits: number; readonly scale: number } {
  const [digits, scale] = [((typmod - 4) >> 16) & 0xffff, (((typmod - 4) & 0x7ff) ^ 1024) - 1024];
  return { digits, scale };
}
