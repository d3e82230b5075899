/** Types that any value is turned into when it is stored. */
const STRINGS = ['text', 'character varying', 'varchar', 'character', 'char', 'bpchar', 'citext'];
const NUMBERS = ['smallint', 'integer', 'bigint', 'numeric', 'decimal', 'real', 'double precision'];
const FRACTIONAL = ['numeric', 'decimal', 'real', 'double precision'];
const WHOLE = ['smallint', 'integer', 'bigint'];
const STAMPS = ['timestamp without time zone', 'timestamp with time zone', 'timestamp', 'timestamptz'];
const TIMES = ['time without time zone', 'time with time zone', 'time', 'timetz'];

/** Types that Postgres turns into each other when it stores a value. */
const ASSIGNED: readonly (readonly [from: readonly string[], to: readonly string[]])[] = [
  [NUMBERS, NUMBERS],
  [
    ['date', ...STAMPS],
    ['date', ...STAMPS],
  ],
  [STAMPS, TIMES.slice(0, 1)],
  [TIMES, TIMES],
  [['interval'], TIMES.slice(0, 1)],
  [TIMES.slice(0, 1), ['interval']],
  [
    ['json', 'jsonb'],
    ['json', 'jsonb'],
  ],
  [
    ['inet', 'cidr'],
    ['inet', 'cidr'],
  ],
  [
    ['macaddr', 'macaddr8'],
    ['macaddr', 'macaddr8'],
  ],
];

/** Types that Postgres turns into each other when it is told to; their texts are not alike. */
const CAST: typeof ASSIGNED = [
  [['boolean'], ['integer']],
  [['integer'], ['boolean']],
  [['jsonb'], [...NUMBERS, 'boolean']],
  [['bit'], ['integer', 'bigint']],
  [['integer', 'bigint'], ['bit']],
];

/**
 * What turns the values of a column into those of another type, where Postgres would not do it by itself. Where it
 * does, nothing is said: a cast would cut texts that are too long, instead of refusing them.
 */
export function usingClause(column: string, from: string, to: string): string | undefined {
  const [element, other] = [elementOf(from), elementOf(to)];
  if (element !== undefined && other !== undefined) {
    return isAssigned(element, other) ? undefined : `${column}::text[]::${to}`;
  }
  if (other !== undefined)
    return `CASE WHEN ${column} IS NOT NULL THEN ARRAY[${converted(column, from, other)}] END`;
  if (element !== undefined && !isString(to)) return converted(`(${column})[1]`, element, to);
  return isAssigned(from, to) ? undefined : converted(column, from, to);
}

/** What to know of how the values are turned: a guess that somebody may want otherwise. */
export function usingNote(from: string, to: string): string | undefined {
  const [element, other] = [elementOf(from), elementOf(to)];
  if (element === undefined && other !== undefined)
    return 'Each value becomes the only element of its array.';
  if (element !== undefined && other === undefined && !isString(to))
    return 'Only the first element of each array is kept.';
  if (FRACTIONAL.includes(bare(from)) && WHOLE.includes(bare(to))) return 'Fractions are rounded.';
  return undefined;
}

function converted(value: string, from: string, to: string): string {
  return isString(from) || isAmong(CAST, from, to) || isAssigned(from, to)
    ? `${value}::${to}`
    : `${value}::text::${to}`;
}

function isAssigned(from: string, to: string): boolean {
  return isString(to) || bare(from) === bare(to) || isAmong(ASSIGNED, from, to);
}

function isAmong(pairs: typeof ASSIGNED, from: string, to: string): boolean {
  return pairs.some(([one, other]) => one.includes(bare(from)) && other.includes(bare(to)));
}

function isString(type: string): boolean {
  return STRINGS.includes(bare(type));
}

/** The type of an array's elements; undefined for what is no array. */
function elementOf(type: string): string | undefined {
  const element = type.replace(/(?:\[\d*\])+$/, '');
  return element === type ? undefined : element;
}

/** A type without its modifiers, wherever they stand. */
export function bare(type: string): string {
  return type
    .toLowerCase()
    .replace(/\([^)]*\)/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
