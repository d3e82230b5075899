import type { Knex } from 'knex';
import { explainConnectionError } from '../postgres/connection-error.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import type { AppliedMigration } from './history.ts';
import { serverWords } from './server-words.ts';

/** What was being done when a run failed. */
export interface Step {
  readonly what: string;
  /** Whether Knex had a transaction open for it. */
  readonly inTransaction: boolean;
}

export interface FailedRun {
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
  /** Undefined when Knex had not begun yet. */
  readonly step: Step | undefined;
  readonly before: readonly AppliedMigration[];
  /** Looks at the history again. */
  readonly look: () => Promise<readonly AppliedMigration[]>;
}

/** Says which migration failed and how, and looks what the database has now instead of assuming it. */
export async function explainRun(error: unknown, failed: FailedRun): Promise<unknown> {
  const { step, before, look } = failed;
  if (error instanceof Problem) return error;
  if (error instanceof Error && error.name === 'MigrationLocked') return locked(error);
  if (step === undefined) return explainStart(error, failed);
  const after = await look().catch(() => undefined);
  const isHalfDone = !step.inTransaction;
  return new Problem({
    code: 'migrations/failed',
    what: `${step.what} failed: ${serverWords(error)}`,
    why: [
      ...(isHalfDone ? ['it ran outside a transaction: what it did before it failed is still there'] : []),
      ...outcome(before, after, isHalfDone),
    ].join('\n'),
    fix:
      after === undefined
        ? 'look at npm run db:migrate:status when the server answers again'
        : isHalfDone
          ? 'take back by hand what it did, or make it able to run on top of that; then run the command again'
          : 'correct the migration and run the command again',
    cause: error,
  });
}

function locked(error: Error): Problem {
  return new Problem({
    code: 'migrations/locked',
    what: `the lock of Knex's migrations cannot be taken: ${error.message}`,
    why: 'another process holds it, or died while it did; no migration has been run',
    fix: 'wait for the other one; if there is none, npx knex migrate:unlock frees the lock',
    cause: error,
  });
}

/** What a role needs, and what two first deploys at once run into, by SQLSTATE. */
function startFix(code: string, { config, connection }: FailedRun): string {
  const schema = config.migrations?.schemaName ?? 'public';
  switch (code) {
    case '42501':
      return `as the owner of the schema: grant usage, create on schema ${quoteIdentifier(schema)} to ${quoteIdentifier(connection.user)}`;
    case '3F000':
      return `create schema ${quoteIdentifier(schema)}, or correct migrations.schemaName in the knexfile`;
    case '23505':
    case '42P07':
      return 'another deploy made it at the same moment: run the command again';
    default:
      return 'correct what the server complains of, and run the command again';
  }
}

function explainStart(error: unknown, failed: FailedRun): unknown {
  const explained = explainConnectionError(error, failed.connection);
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (explained instanceof Problem || typeof code !== 'string' || severity === undefined) return explained;
  return new Problem({
    code: 'migrations/no-history',
    what: `Knex's table of what is applied cannot be made or read: ${serverWords(error)}`,
    why: 'no migration has been run',
    fix: startFix(code, failed),
    cause: error,
  });
}

function outcome(
  before: readonly AppliedMigration[],
  after: readonly AppliedMigration[] | undefined,
  isHalfDone: boolean,
): readonly string[] {
  if (after === undefined) return ['the connection is lost, so it is not known what is applied'];
  const names = (list: readonly AppliedMigration[]): Set<string> => new Set(list.map(({ name }) => name));
  const added = after.filter(({ name }) => !names(before).has(name));
  const removed = before.filter(({ name }) => !names(after).has(name));
  const changed = [...added, ...removed].map(({ name }) => `  ${name}`);
  if (changed.length > 0)
    return [`the ones before it stay ${added.length > 0 ? 'applied' : 'rolled back'}:`, ...changed];
  return isHalfDone ? [] : ['the database is as it was before'];
}
