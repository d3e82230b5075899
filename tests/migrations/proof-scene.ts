import { prove } from '../../src/migrations/proof/prove.ts';
import type { ProveOptions } from '../../src/migrations/proof/prove.ts';
import { findingsInWords, notesInWords } from '../../src/migrations/proof/in-words.ts';
import type { MigrationProof, ProofResult } from '../../src/migrations/proof/proof-result.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { makeMigrations } from './project.ts';

/** Proves a folder of migrations on a database of its own. */
export async function proven(
  files: Readonly<Record<string, string>>,
  options: Partial<ProveOptions> = {},
): Promise<ProofResult> {
  using migrations = makeMigrations(files);
  await using database = await createTestDatabase({ migrate: false });
  return await prove({ config: migrations.config, connection: database.settings, ...options });
}

/** What was said of each migration: its outcome, its findings and its notes. */
export function said(migrations: readonly MigrationProof[]): readonly (readonly string[])[] {
  return migrations.map((one) => [one.outcome, ...findingsInWords(one), ...notesInWords(one)]);
}
