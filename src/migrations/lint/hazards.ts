import type { Knex } from 'knex';
import type { ProbedStatement } from '../probe/probed.ts';
import { isTransactional } from '../run-migration.ts';
import type { LoadedMigration } from '../run-migration.ts';
import type { Finding } from './finding.ts';
import { lint } from './lint.ts';
import { waiversOf } from './waivers.ts';

/** What is dangerous in what a migration sent; `newTables` are those that nobody else knows yet. */
export function hazardsIn(
  loaded: LoadedMigration,
  statements: readonly ProbedStatement[],
  config: Knex.Config,
  newTables: readonly string[] = [],
): readonly Finding[] {
  if (statements.length === 0) return [];
  const { name, migration } = loaded;
  const waivers = waiversOf(migration);
  return lint({ name, statements, isTransactional: isTransactional(loaded, config), newTables, waivers });
}
