import type { Attempt } from './attempts.ts';
import { hasWord } from './case.ts';
import type { Case } from './case.ts';
import { explain, outputOf } from './plan.ts';
import type { Token } from './tokens.ts';

/** Ways to write the beginning of the transaction, of which Postgres documents that they are the same. */
const INSTANT = ['pg_catalog.now()', 'pg_catalog.transaction_timestamp()', 'CURRENT_TIMESTAMP'];

/** By the type that it becomes, in which the session's time zone is already applied. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  'timestamp with time zone': INSTANT,
  'timestamp without time zone': [...INSTANT, 'LOCALTIMESTAMP'],
  date: [...INSTANT, 'LOCALTIMESTAMP', 'CURRENT_DATE'],
};

const WORDS = new Set([
  'now',
  'transaction_timestamp',
  'current_timestamp',
  'localtimestamp',
  'current_date',
]);

/** What Postgres prints for the ways to write the same moment, by type. */
export type Moments = Map<string, ReadonlySet<string>>;

/** Asks Postgres how it prints them, for the types of defaults that may be one. */
export function askMoments(cases: readonly Case[], moments: Moments): readonly Attempt[] {
  const types = new Set(
    cases
      .filter((asked) => hasWord(asked, WORDS) !== undefined)
      .map(({ question }) => question.type ?? '')
      .filter((type) => type in WAYS),
  );
  return [...types].map((type) => ({
    statements: [explain((WAYS[type] ?? []).map((way) => `(${way})::${type}`))],
    accepted: ([answer]) => {
      moments.set(type, new Set(outputOf(answer)));
      return [];
    },
    refused: (error) => {
      throw error;
    },
  }));
}

/** Words that stand for a moment only until a literal is read, and for that moment ever after. */
const MOMENT = /(?<!\w)(?:now|today|tomorrow|yesterday)(?!\w)/gi;

/** The word in a declared literal that Postgres took for the moment at which it was asked. */
export function frozenMoment(declared: readonly Token[], printed: string): string | undefined {
  const words = declared.flatMap(({ kind, value }) => (kind === 'string' ? (value.match(MOMENT) ?? []) : []));
  return words.find((word) => !printed.toLowerCase().includes(word.toLowerCase()));
}

/** Why nothing can be said of it. */
export function frozenReason(word: string): string {
  return `'${word}' is the moment at which the default was made, which the schema cannot know: declare sql\`now()\` for the moment of each insert, or the value that the database holds`;
}
