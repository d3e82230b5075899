import { readFileSync } from 'node:fs';

import { withoutExtension } from '../load-module.ts';
import { Problem } from '../problem.ts';
import { author } from './author.ts';
import { blamedOn } from './changed-fact.ts';
import { readFacts, reallyChangedFacts, unpackFacts } from './facts.ts';
import type { ChangedFact } from './facts.ts';
import { readRows, tableName } from './history.ts';
import type { AppliedMigration } from './history.ts';
import { listKept } from './keep/kept.ts';
import type { Kept } from './keep/kept.ts';
import { migrationFolder } from './knexfile.ts';
import type { RecordedDeploy } from './ledger.ts';
import { loadMigration } from './migration-folder.ts';
import type { RanMigration } from './migrate.ts';
import { missingFiles } from './plan.ts';
import { refuseIrreversible } from './proof/irreversible.ts';
import { explainFailure } from './run-failure.ts';
import { hooksOf } from './run-migration.ts';
import { takeBackOne } from './take-back-one.ts';
import type { RecordedMigrationFile } from './take-back-one.ts';
import { withMigrationSession } from './session/session.ts';
import type { MigrationSession, SessionOptions } from './session/session.ts';
import { refuseHalfWay } from './steps/half-way.ts';

export interface RollbackOptions extends SessionOptions {
  /** How many deploys to take back; one unless given. */
  readonly deploys?: number;
  /** Takes back everything behind this migration. */
  readonly to?: string;
  readonly revision?: string;
  /** Whether rows that a down destroys are gone for good, rather than set aside. */
  readonly discard?: boolean;
  /** Called when a migration's down begins. */
  readonly onStart?: (name: string) => void;
}

export interface RollbackResult {
  /** What was taken back, newest first. */
  readonly rolledBack: readonly RanMigration[];
  /** The deploy that it was; undefined where none is recorded. */
  readonly deploy: RecordedDeploy | undefined;
  /** The rows that were set aside before they went. */
  readonly kept: readonly Kept[];
  /** What is not as it was before the deploy; undefined where that was not recorded. */
  readonly differences: readonly ChangedFact[] | undefined;
}

/** Takes back what the last deploy applied, newest first: nothing where it applied nothing, or was taken back. */
export async function rollback(options: RollbackOptions): Promise<RollbackResult> {
  migrationFolder(options.config);
  return await withMigrationSession(options, async (session) => await takeBack(session, options));
}

/** Takes back what the last deploy applied on a session. */
export async function takeBack(
  session: MigrationSession,
  { deploys = 1, to, revision, discard = false, onStart }: RollbackOptions,
): Promise<RollbackResult> {
  const { client, config, ledger, table } = session;
  await refuseHalfWay(session, 'down');
  const applied = await readRows(client, table);
  const target = await targetOf(session, applied, { deploys, to });
  if (target.migrations.length === 0) {
    return Object.freeze({ rolledBack: [], deploy: target.deploy, kept: [], differences: [] });
  }
  const folder = migrationFolder(config);
  const files = new Map(folder.files().map((one) => [one.name, one]));
  const lost = target.migrations.filter(({ name }) => !files.has(withoutExtension(name)));
  if (lost.length > 0) throw missingFiles(lost, folder.directories);
  const loaded: RecordedMigrationFile[] = [];
  for (const { name } of target.migrations) {
    const file = files.get(withoutExtension(name));
    if (file !== undefined)
      loaded.push({ ...file, recordedAs: name, migration: await loadMigration(file.file) });
  }
  refuseIrreversible(loaded);
  const number = await ledger.begin('down', await author(process.cwd(), revision), {
    ...(target.deploy !== undefined && { takesBack: target.deploy.id }),
  });
  const ran: RanMigration[] = [];
  try {
    await session.whileKnexKnows(async () => {
      const hooks = hooksOf(config);
      const { knex } = await session.knex();
      await hooks.beforeAll?.(knex, loaded);
      for (const one of loaded) {
        onStart?.(one.name);
        ran.push({ name: one.name, milliseconds: await takeBackOne(session, one, { number, discard }) });
      }
      await hooks.afterAll?.(knex, loaded);
    });
  } catch (error) {
    const explained = explainFailure(error, { applied: ran, direction: 'down', signal: session.signal });
    await ledger.end(number, 'failed', explained).catch(() => undefined);
    throw explained;
  }
  await ledger.end(number, 'done');
  const before = target.deploy === undefined ? undefined : await ledger.facts(target.deploy.id);
  return Object.freeze({
    rolledBack: Object.freeze(ran),
    deploy: target.deploy,
    kept: (await listKept(client, tableName(table))).filter(({ deploy }) => deploy === number),
    differences:
      before === undefined
        ? undefined
        : blamedOn(
            loaded.map(({ file }) => readFileSync(file, 'utf8')),
            await reallyChangedFacts(client, unpackFacts(before), await readFacts(client, table)),
          ),
  });
}

interface Target {
  /** The oldest deploy that is taken back. */
  readonly deploy: RecordedDeploy | undefined;
  /** Newest first. */
  readonly migrations: readonly AppliedMigration[];
}

/** What goes: what the last deploys applied and is still there, or all behind a migration. */
async function targetOf(
  { ledger }: MigrationSession,
  applied: readonly AppliedMigration[],
  { deploys, to }: { readonly deploys: number; readonly to: string | undefined },
): Promise<Target> {
  const newestFirst = [...applied].reverse();
  if (to !== undefined) {
    const place = newestFirst.findIndex(({ name }) => withoutExtension(name) === withoutExtension(to));
    if (place === -1) throw notApplied(to);
    return { deploy: undefined, migrations: newestFirst.slice(0, place) };
  }
  const recorded = await ledger.applied();
  const last = await ledger.lastDeploys(deploys);
  // What a stock Knex applied after the last deploy, or before the first one, no deploy knows: its last batch is one.
  const known = new Set(recorded.map(({ name }) => name));
  const stray = newestFirst.find(({ name }) => !known.has(withoutExtension(name)));
  if (stray !== undefined && deploys === 1 && isAfter(stray, last[0])) {
    return { deploy: undefined, migrations: newestFirst.filter(({ batch }) => batch === stray.batch) };
  }
  const ids = new Set(last.map(({ id }) => id));
  const names = new Set(recorded.filter(({ deploy }) => ids.has(deploy)).map(({ name }) => name));
  return {
    deploy: last.at(-1),
    migrations: newestFirst.filter(({ name }) => names.has(withoutExtension(name))),
  };
}

function isAfter({ appliedAt }: AppliedMigration, deploy: RecordedDeploy | undefined): boolean {
  return deploy === undefined || (appliedAt !== null && appliedAt > deploy.startedAt);
}

function notApplied(name: string): Problem {
  return new Problem({
    code: 'migrations/not-applied',
    what: `the migration ${name} is not applied`,
    why: 'everything behind it was to be taken back',
    fix: 'npm run db:migrate:status shows what is applied',
  });
}
