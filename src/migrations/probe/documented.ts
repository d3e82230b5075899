import { sqlTokens } from '../../parity/declared/sql-tokens.ts';
import type { LockMode } from './probed.ts';

/** The locks of a statement that is its own transaction, as Postgres documents them: nothing is left of them afterwards. */
export interface DocumentedLocks {
  readonly tables: LockMode;
  /** On indexes that are built, dropped or built again; undefined where there are none. */
  readonly indexes?: LockMode;
  /** On a partition that is taken off. */
  readonly partitions?: LockMode;
}

interface Documented extends DocumentedLocks {
  readonly is: (has: (...words: readonly string[]) => boolean, verb: string) => boolean;
}

/** https://www.postgresql.org/docs/current/explicit-locking.html and the page of each statement. */
const DOCUMENTED: readonly Documented[] = [
  {
    is: (has, verb) => (verb === 'create' || verb === 'drop') && has('index', 'concurrently'),
    tables: 'ShareUpdateExclusive',
    indexes: 'ShareUpdateExclusive',
  },
  {
    is: (has, verb) => verb === 'reindex' && has('concurrently'),
    tables: 'ShareUpdateExclusive',
    indexes: 'ShareUpdateExclusive',
  },
  { is: (_, verb) => verb === 'reindex', tables: 'Share', indexes: 'AccessExclusive' },
  {
    is: (has, verb) => verb === 'alter' && has('detach', 'concurrently'),
    tables: 'ShareUpdateExclusive',
    partitions: 'AccessExclusive',
  },
  {
    is: (has, verb) => verb === 'vacuum' && has('full'),
    tables: 'AccessExclusive',
    indexes: 'AccessExclusive',
  },
  { is: (_, verb) => verb === 'vacuum', tables: 'ShareUpdateExclusive' },
  { is: (_, verb) => verb === 'cluster', tables: 'AccessExclusive', indexes: 'AccessExclusive' },
];

/** What is documented of the locks of a statement; undefined for one that takes none on tables. */
export function documentedLocks(sql: string): DocumentedLocks | undefined {
  const words = sqlTokens(sql).flatMap(({ kind, text }) => (kind === 'word' ? [text.toLowerCase()] : []));
  const has = (...wanted: readonly string[]): boolean => wanted.every((word) => words.includes(word));
  return DOCUMENTED.find(({ is }) => is(has, words[0] ?? ''));
}

/** The names that a statement has, in the order in which they stand there, for looking up which of them are tables. */
export function namesIn(sql: string): readonly string[] {
  const tokens = sqlTokens(sql);
  const names: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== 'word' && token?.kind !== 'name') continue;
    let text = token.text;
    while (tokens[at + 1]?.text === '.' && tokens[at + 2] !== undefined) {
      text += `.${tokens[at + 2]?.text ?? ''}`;
      at += 2;
    }
    names.push(text);
  }
  return names;
}
