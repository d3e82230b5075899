import { withClient } from '../postgres/client.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { refuseUnadopted } from './adopt.ts';
import { applyOne } from './apply-one.ts';
import { author } from './author.ts';
import { writeDatabaseEnvironment } from './database-environment.ts';
import type { DatabaseEnvironment } from './database-environment.ts';
import { packFacts, readFacts } from './facts.ts';
import { readRows, tableName } from './history.ts';
import { listKept } from './keep/kept.ts';
import type { Kept } from './keep/kept.ts';
import type { Restored } from './keep/restore.ts';
import { migrationFolder } from './knexfile.ts';
import { loadMigration } from './migration-folder.ts';
import { planOf, refuseDisorder } from './plan.ts';
import { irreversibleReason } from './proof/irreversible.ts';
import { refuseUnproven } from './proof/lock-file.ts';
import { explainFailure } from './run-failure.ts';
import { hooksOf } from './run-migration.ts';
import type { LoadedMigration } from './run-migration.ts';
import { withMigrationSession } from './session/session.ts';
import type { MigrationSession, SessionOptions } from './session/session.ts';
import { refuseHalfWay } from './steps/half-way.ts';

/** A migration that has been run, for results. */
export interface RanMigration {
  readonly name: string;
  readonly milliseconds: number;
  /** Why it cannot be taken back, where it says so. */
  readonly irreversible?: string;
}

export interface MigrateOptions extends SessionOptions {
  /** What the database is for, recorded in it; seeds for development and resets refuse a database of production. */
  readonly environment?: DatabaseEnvironment;
  /** The migrations that count, by their names without extension; all unless given. */
  readonly only?: ReadonlySet<string>;
  /** Whether migrations may be applied that sort before one that is applied already. */
  readonly allowOutOfOrder?: boolean;
  /** Whether migrations are refused that nobody has proven: npm run db:migrate:prove. */
  readonly requireProof?: boolean;
  /**
   * Whether rows are brought back that were set aside when a migration was taken back; a function is asked where there
   * are any.
   */
  readonly restoreKept?: boolean | ((kept: readonly Kept[]) => Promise<boolean>);
  /** The revision that is deployed; that of the folder's repository unless given. */
  readonly revision?: string;
  /** Called when a migration begins. */
  readonly onStart?: (name: string) => void;
}

export interface MigrateResult {
  /** The deploy's number in the record. */
  readonly deploy: string;
  /** What this run applied, in order; empty when there was nothing to do. */
  readonly applied: readonly RanMigration[];
  /** The rows that came back. */
  readonly restored: readonly Restored[];
  /** What was set aside of the applied migrations, and did not come back. */
  readonly kept: readonly Kept[];
  /** Why the database could not be told what it is for: its migrations are applied all the same. */
  readonly untold: Problem | undefined;
}

/** Applies every migration that the database does not have yet, each whole or not at all, and records the deploy. */
export async function migrate({ environment, ...options }: MigrateOptions): Promise<MigrateResult> {
  // A configuration that cannot be used is refused before anybody is asked.
  migrationFolder(options.config);
  const done = await withMigrationSession(options, async (session) => await deploy(session, options));
  const untold = environment === undefined ? undefined : await tell(options, environment);
  return Object.freeze({ ...done, untold });
}

/** The same on a database that is thrown away: what only its way back would need is not noted. */
export async function replay(options: Omit<MigrateOptions, 'environment'>): Promise<void> {
  migrationFolder(options.config);
  await withMigrationSession(options, async (session) => await deploy(session, options, { isKept: false }));
}

/** Applies what is pending on a session. */
export async function deploy(
  session: MigrationSession,
  {
    only,
    allowOutOfOrder = false,
    requireProof = false,
    restoreKept = false,
    revision,
    onStart,
  }: Omit<MigrateOptions, 'environment'>,
  { isKept = true }: { readonly isKept?: boolean } = {},
): Promise<Omit<MigrateResult, 'untold'>> {
  const { client, config, ledger, table } = session;
  // Found out while the database is asked for the rest.
  const who = author(process.cwd(), revision);
  await refuseHalfWay(session, 'up');
  const applied = await readRows(client, table);
  const plan = planOf(config, applied, await ledger.applied(), only);
  refuseDisorder(plan, config, { allowOutOfOrder });
  refuseUnproven(plan.pending, config, requireProof);
  const pending: LoadedMigration[] = [];
  // All of them before the first is run: a deploy does not find out half way that a file does not load.
  for (const one of plan.pending) pending.push({ ...one, migration: await loadMigration(one.file) });
  // One that says nothing of why is refused before anything is run.
  for (const one of pending) irreversibleReason(one);
  if (applied.length === 0) await refuseUnadopted(client, table, pending);
  const isRestoring = await wantsKept(await keptOf(session, pending), restoreKept);
  const batch = Math.max(0, ...applied.map((one) => one.batch)) + 1;
  const number = await ledger.begin('up', await who, pending.length === 0 ? { outcome: 'done' } : { batch });
  if (pending.length === 0) return { deploy: number, applied: [], restored: [], kept: [] };
  const ran: RanMigration[] = [];
  const restored: Restored[] = [];
  try {
    if (isKept) await ledger.keepFacts(number, packFacts(await readFacts(client, table)));
    await session.whileKnexKnows(async () => {
      const hooks = hooksOf(config);
      const { knex } = await session.knex();
      await hooks.beforeAll?.(knex, pending);
      for (const one of pending) {
        onStart?.(one.name);
        const irreversible = irreversibleReason(one);
        ran.push({
          name: one.name,
          ...(irreversible !== undefined && { irreversible }),
          milliseconds: await applyOne(session, one, {
            deploy: number,
            batch,
            restored: isRestoring ? restored : undefined,
          }),
        });
      }
      await hooks.afterAll?.(knex, pending);
    });
  } catch (error) {
    const explained = explainFailure(error, { applied: ran, direction: 'up', signal: session.signal });
    await ledger.end(number, 'failed', explained).catch(() => undefined);
    throw explained;
  }
  await ledger.end(number, 'done');
  return {
    deploy: number,
    applied: Object.freeze(ran),
    restored: Object.freeze(restored),
    kept: await keptOf(session, ran),
  };
}

/** What is kept of some migrations. */
async function keptOf(
  { client, table }: MigrationSession,
  migrations: readonly { readonly name: string }[],
): Promise<readonly Kept[]> {
  if (migrations.length === 0) return [];
  const names = new Set(migrations.map(({ name }) => name));
  return (await listKept(client, tableName(table))).filter(({ migration }) => names.has(migration));
}

async function wantsKept(
  kept: readonly Kept[],
  wish: NonNullable<MigrateOptions['restoreKept']>,
): Promise<boolean> {
  if (kept.length === 0) return false;
  return typeof wish === 'boolean' ? wish : await wish(kept);
}

/** A deploy that has done its work does not fail for want of a right that only protects against others' mistakes. */
async function tell(
  { connection }: { readonly connection: ConnectionSettings },
  environment: DatabaseEnvironment,
): Promise<Problem | undefined> {
  try {
    await withClient(connection, async (client) => {
      await writeDatabaseEnvironment(client, environment);
    });
    return undefined;
  } catch (error) {
    if (error instanceof Problem && error.code === 'database/environment-not-allowed') return error;
    throw error;
  }
}
