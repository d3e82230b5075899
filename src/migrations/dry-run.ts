import { Problem } from '../problem.ts';
import type { ChangedFact } from './facts.ts';
import type { Kept } from './keep/kept.ts';
import { migrationFolder } from './knexfile.ts';
import type { Finding } from './lint/finding.ts';
import { hazardsIn } from './lint/hazards.ts';
import { deploy } from './migrate.ts';
import type { MigrateOptions } from './migrate.ts';
import { probing } from './probe/probing.ts';
import type { ProbedLock, ProbedStatement } from './probe/probed.ts';
import { irreversibleReason } from './proof/irreversible.ts';
import { takeBack } from './rollback.ts';
import type { RollbackOptions } from './rollback.ts';
import { isTransactional } from './run-migration.ts';
import type { Direction } from './run-migration.ts';
import { withRehearsal } from './session/session.ts';
import type { MigrationSession } from './session/session.ts';

/** What is to be tried: a deploy, or the way back. */
export type PlanOptions =
  | ({ readonly direction?: 'up' } & Omit<MigrateOptions, 'environment'>)
  | ({ readonly direction: 'down' } & RollbackOptions);

/** A statement as it would be sent. */
export interface PlannedStatement extends ProbedStatement {
  /**
   * Locks on what it worked on that migrations before it had taken. A deploy gives them back in between, and takes for
   * this statement at most as strong ones.
   */
  readonly atMost: readonly ProbedLock[];
}

/** A migration as it would run. */
export interface PlannedMigration {
  readonly name: string;
  readonly file: string;
  /** Whether its locks are held until it has ended. */
  readonly isTransactional: boolean;
  /** Why it cannot be taken back, where it says so. */
  readonly irreversible: string | undefined;
  readonly statements: readonly PlannedStatement[];
  /** What is dangerous in them. */
  readonly hazards: readonly Finding[];
}

/** What a deploy or a rollback would do. */
export interface MigrationPlan {
  readonly direction: Direction;
  /** In the order in which they would run. */
  readonly migrations: readonly PlannedMigration[];
  /** The rows that a rollback would set aside. */
  readonly kept: readonly Kept[];
  /** What would not be as it was before the deploy; undefined where that is not known. */
  readonly differences: readonly ChangedFact[] | undefined;
  /** Why it could not be tried to the end: the last migration of the list is the one that failed. */
  readonly stopped: Problem | undefined;
}

/**
 * Tries a deploy or a rollback in one transaction that is taken back, and tells what was sent and seen. The database
 * stays as it is; what the code of a migration does beside it is done.
 */
export async function plan(options: PlanOptions): Promise<MigrationPlan> {
  migrationFolder(options.config);
  const { direction = 'up' } = options;
  const migrations: PlannedMigration[] = [];
  const around: MigrationSession['around'] = async (session, loaded, run) => {
    const { name, file } = loaded;
    // A down is run again when rows were set aside before it.
    if (migrations.at(-1)?.name === name) {
      await run();
      return;
    }
    const earlier = migrations.flatMap(({ statements }) => statements.flatMap(({ locks }) => locks));
    const newTables = migrations.flatMap(({ statements }) => statements.flatMap(tablesMadeBy));
    const statements: PlannedStatement[] = [];
    const hazards: Finding[] = [];
    const inTransaction = isTransactional(loaded, options.config);
    const irreversible = irreversibleReason(loaded);
    migrations.push({ name, file, isTransactional: inTransaction, irreversible, statements, hazards });
    const onStatement = (one: ProbedStatement): void =>
      void statements.push(apart(one, { earlier, own: statements }));
    try {
      await probing(session, run, { onStatement });
    } finally {
      // A down is for the day on which the safe way is the one that is there.
      if (direction === 'up') hazards.push(...hazardsIn(loaded, statements, options.config, newTables));
    }
  };
  const planned = { direction, migrations };
  try {
    return await withRehearsal({ ...options, around }, async (session) => {
      if (options.direction !== 'down') {
        await deploy(session, options);
        return Object.freeze({ ...planned, kept: [], differences: undefined, stopped: undefined });
      }
      const { kept, differences } = await takeBack(session, options);
      return Object.freeze({ ...planned, kept, differences, stopped: undefined });
    });
  } catch (error) {
    // What keeps it from beginning is no news of any migration.
    if (migrations.length === 0 || !(error instanceof Problem)) throw error;
    return Object.freeze({ ...planned, kept: [], differences: undefined, stopped: explained(error) });
  }
}

function tablesMadeBy({ changes }: ProbedStatement): readonly string[] {
  return changes.flatMap((change) => (change.what === 'relation added' ? [change.relation.name] : []));
}

/** Without the locks of other migrations, which end before this one begins when they are deployed. */
function apart(
  statement: ProbedStatement,
  { earlier, own }: { readonly earlier: readonly ProbedLock[]; readonly own: readonly ProbedStatement[] },
): PlannedStatement {
  const { changes, written, scanned, rewritten, built } = statement;
  const touched = new Set([
    ...scanned,
    ...rewritten,
    ...built,
    ...written.map(({ relation }) => relation),
    ...changes.flatMap((change) => {
      if ('table' in change) return [change.table.name];
      if ('relation' in change) return [change.relation.name];
      return change.what === 'relation changed' ? [change.before.name] : [];
    }),
  ]);
  const isIn = (locks: readonly ProbedLock[], { relation }: ProbedLock): boolean =>
    locks.some((one) => one.relation === relation);
  const taken = own.flatMap(({ locks }) => locks);
  return {
    ...statement,
    held: statement.held.filter((lock) => isIn(taken, lock)),
    atMost: statement.held.filter(
      (lock) => !isIn(taken, lock) && isIn(earlier, lock) && touched.has(lock.relation),
    ),
  };
}

/** What fails in one transaction only is no fault of the migration. */
function explained(problem: Problem): Problem {
  if ((problem.cause as { code?: string } | undefined)?.code !== '55P04') return problem;
  const { what, cause } = problem;
  return new Problem({
    code: 'migrations/rehearsal-ends',
    what,
    why: 'a value that is added to an enum can be used once it is committed, which a deploy does between two migrations and a dry run cannot: the rest has not been tried',
    fix: 'try all of it on a scratch database: npm run db:migrate:prove',
    cause,
  });
}
