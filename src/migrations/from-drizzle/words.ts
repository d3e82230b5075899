import { nameOfToken, sqlTokens } from '../../parity/declared/sql-tokens.ts';
import type { DrizzleMigration } from './drizzle-migration.ts';

/** Every name that stands in the migrations. */
export function wordsIn(migrations: readonly DrizzleMigration[]): ReadonlySet<string> {
  const tokens = migrations.flatMap(({ statements }) => statements.flatMap(({ sql }) => sqlTokens(sql)));
  return new Set(tokens.flatMap((token) => nameOfToken(token) ?? []));
}
