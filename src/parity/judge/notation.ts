import { isName } from './case.ts';
import type { Plan } from './plan.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Functions for which SQL has a notation of its own, in words: Postgres prints the one in which it was written. */
const IN_WORDS = new Set(
  [
    'timezone',
    'overlaps',
    'extract',
    'normalize',
    'is_normalized',
    'overlay',
    'position',
    'substring',
  ].concat(['btrim', 'ltrim', 'rtrim', 'trim', 'xmlexists', 'pg_collation_for', 'system_user']),
);

/** Those of which the notation in words makes a word of a string. */
const WITH_WORDS = new Set(['extract', 'normalize', 'is_normalized']);

/** Why a plan does not tell whether two texts differ. */
export const TWO_NOTATIONS =
  'Postgres prints one function in two notations, and one table by two names, as they were written';

/** Words of those notations and of the names of types, which a column may have for a name. */
const WORDS = new Set(
  ['at', 'time', 'zone', 'both', 'leading', 'trailing', 'from', 'for', 'similar', 'placing', 'is'].concat(
    ['normalized', 'collation', 'overlaps', 'local', 'passing', 'by', 'ref', 'not'],
    ['with', 'without', 'double', 'precision', 'character', 'varying', 'bit'],
  ),
);

/** What is known of the names in two printed texts. */
export interface NotationOptions {
  /** Names of functions that a cast may stand for. */
  readonly castFunctions: ReadonlySet<string>;
  readonly columns?: ReadonlySet<string>;
}

/**
 * Whether two texts may be one in two notations. It says nothing of whether they are: only whether to ask for more
 * than the text.
 */
export function mayBeNotation(
  declared: readonly Token[],
  live: readonly Token[],
  { castFunctions, columns = new Set() }: NotationOptions,
): boolean {
  const isEither = (name: string): boolean => IN_WORDS.has(name) || castFunctions.has(name);
  const ours = callsIn(declared);
  const theirs = callsIn(live);
  const either = (calls: readonly Token[]): string =>
    inOrder(calls.flatMap(({ kind, value }) => (isEither(value) ? [`${kind} ${value}`] : [])));
  if (either(ours) === either(theirs)) return false;
  const others = (calls: readonly Token[]): string =>
    inOrder(
      calls.flatMap(({ value }) =>
        isEither(value) || MOMENTS.has(value) || NO_CALLS.has(value) ? [] : [value],
      ),
    );
  const hasWords = [...ours, ...theirs].some(({ value }) => WITH_WORDS.has(value));
  const rest = (tokens: readonly Token[]): string =>
    inOrder(
      tokens.flatMap((token) => {
        const isNumber = token.kind === 'mark' && /^[\d.]*\d[\w.]*$/.test(token.value);
        const isValue = isNumber || (token.kind === 'string' && !hasWords);
        const isColumn = isName(token) && columns.has(token.value) && !isEither(token.value);
        return isValue || (isColumn && !WORDS.has(token.value)) ? [token.value] : [];
      }),
    );
  return others(ours) === others(theirs) && rest(declared) === rest(live);
}

/** What may be another word for the same moment. */
const MOMENTS = new Set([
  'now',
  'transaction_timestamp',
  'current_timestamp',
  'localtimestamp',
  'current_time',
  'localtime',
]);

/** Words that may stand before a bracket and call nothing. */
const NO_CALLS = new Set([
  'and',
  'or',
  'not',
  'in',
  'any',
  'all',
  'from',
  'for',
  'placing',
  'zone',
  'by',
  'both',
]);

function callsIn(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(
    (token, index) => isName(token) && tokens[index + 1]?.value === '(' && tokens[index - 1]?.value !== ':',
  );
}

function inOrder(values: readonly string[]): string {
  return JSON.stringify([...values].sort());
}

/** Whether two plans may be one query's in two notations, or by other names for its tables. */
export function mayBeNotationOfPlans(one: Plan, other: Plan, options: NotationOptions): boolean {
  const tokens = (plan: Plan): readonly Token[] => textsIn(plan).flatMap((text) => tokensOf(text) ?? []);
  return (
    mayBeNotation(tokens(one), tokens(other), options) ||
    JSON.stringify(unnamed(one, aliasesIn(one))) === JSON.stringify(unnamed(other, aliasesIn(other)))
  );
}

function textsIn(plan: unknown): readonly string[] {
  if (typeof plan === 'string') return [plan];
  return typeof plan === 'object' && plan !== null ? Object.values(plan).flatMap(textsIn) : [];
}

function aliasesIn({ Alias, Plans = [] }: Plan): readonly string[] {
  return [...new Set([...(Alias === undefined ? [] : [Alias]), ...Plans.flatMap(aliasesIn)])];
}

/** The plan with the names that its tables go by replaced by their places. */
function unnamed(part: unknown, aliases: readonly string[]): unknown {
  if (typeof part === 'string') {
    const tokens = tokensOf(part) ?? [];
    return tokens.map(({ value }, index) =>
      aliases.includes(value) && tokens[index + 1]?.value === '.' ? `\0${aliases.indexOf(value)}` : value,
    );
  }
  if (Array.isArray(part)) return part.map((one) => unnamed(one, aliases));
  if (typeof part !== 'object' || part === null) return part;
  return Object.entries(part).map(([key, value]) => [
    key,
    key === 'Alias' ? aliases.indexOf(String(value)) : unnamed(value, aliases),
  ]);
}
