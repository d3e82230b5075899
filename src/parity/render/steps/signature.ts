import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import type { Need } from './step.ts';

const TYPES: ReadonlySet<string> = new Set([
  ...['schema', 'extension', 'language', 'enum', 'domain', 'composite type', 'range type', 'multirange type'],
  ...['base type', 'shell type', 'collation'],
]);

/**
 * What the types need that a function takes and gives, or that a view's columns are of: all that is a type, and of
 * relations those that are named, since each is a type too.
 */
export function needsOfSignature(objects: readonly string[], types: readonly string[]): readonly Need[] {
  const names = namesIn(types.join(' '));
  const only = (on: string): boolean => {
    const [kind = '', , , name = ''] = on.split('\0');
    return TYPES.has(kind) || names.has(name);
  };
  return objects.map((object) => ({ object, only }));
}

/** All names and words that stand in SQL. */
export function namesIn(sql: string): ReadonlySet<string> {
  return new Set(sqlTokens(sql).flatMap((token) => nameOfToken(token) ?? []));
}
