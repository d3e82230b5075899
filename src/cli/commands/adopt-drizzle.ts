import type { Knex } from 'knex';
import { env } from '../../env.ts';
import { isEmptyDatabase } from '../../postgres/database.ts';
import { adopt, loadKnexfile, readHistory } from '../../migrations/index.ts';
import { DRIZZLE_TABLE, readApplied } from '../../migrations/from-drizzle/applied.ts';
import type { AppliedByDrizzle, DrizzleTable } from '../../migrations/from-drizzle/applied.ts';
import { withoutExtension } from '../../load-module.ts';
import { findKnexfile } from '../../migrations/knexfile.ts';
import { draftFromDrizzle, existingFiles } from '../../migrations/from-drizzle/draft-from-drizzle.ts';
import type { DraftFromDrizzleOptions } from '../../migrations/from-drizzle/draft-from-drizzle.ts';
import type { DrizzleFolder, DrizzleMigration } from '../../migrations/from-drizzle/drizzle-migration.ts';
import { readDrizzleFolder } from '../../migrations/from-drizzle/folder.ts';
import { namedForKnex } from '../../migrations/from-drizzle/names.ts';
import type { NamedMigration } from '../../migrations/from-drizzle/names.ts';
import type { ProvenMigrations } from '../../migrations/from-drizzle/prove-migrations.ts';
import { rolesMadeBy, rolesSpokenOf, withRoles } from '../../migrations/from-drizzle/roles.ts';
import { withStaged } from '../../migrations/from-drizzle/staged.ts';
import { areWritten } from '../../migrations/from-drizzle/standing.ts';
import { writeMigrations } from '../../migrations/from-drizzle/write-migrations.ts';
import type { DatabaseComparison } from '../../parity/index.ts';
import { withClient } from '../../postgres/client.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { UsageProblem } from '../arguments.ts';
import { foundInWords, reportWritten, whatIsLeft } from '../adopt-drizzle-output.ts';
import { readDrizzleConfig } from '../drizzle-config.ts';
import { lockOptions } from '../lock-options.ts';
import { runToTheEnd } from '../migration-run.ts';
import { chosenDatabase } from '../project.ts';
import { makeScratch, replay } from '../replay.ts';
import { asCalled, counted, print, progress } from '../terminal.ts';

/** What the command was told. */
export interface AdoptDrizzleOptions {
  readonly folder: string | undefined;
  readonly url: string | undefined;
  readonly knexfile: string | undefined;
  readonly server: string | undefined;
  readonly table: string | undefined;
  readonly wait: string | undefined;
  readonly 'lock-wait': string | undefined;
  readonly 'lock-timeout': string | undefined;
  readonly 'files-only': boolean;
  readonly 'dry-run': boolean;
  readonly unverified: boolean;
}

/** A database with what Drizzle has applied to it. */
interface Live extends AppliedByDrizzle {
  readonly connection: ConnectionSettings;
  readonly table: DrizzleTable;
  readonly roles: readonly string[];
  /** The names in Knex's history. */
  readonly history: readonly string[];
  readonly isEmpty: boolean;
}

/** Makes Knex migrations of a folder of drizzle-kit's, and takes over the database that has them applied. */
export async function adoptDrizzle(options: AdoptDrizzleOptions): Promise<number | undefined> {
  return await runToTheEnd(async (signal, onStep) => {
    const config = await knexConfig(options);
    const { folder: place, table } = await placesOf(options);
    const folder = readDrizzleFolder(place);
    const migrations = namedForKnex(folder.migrations);
    const isWritten = areWritten(config, migrations);
    const live = options['files-only']
      ? undefined
      : await lookAt(chosenDatabase(options), { config, folder, table });
    if (live !== undefined && isTakenOver(live, migrations, isWritten)) return undefined;
    for (const line of foundInWords(folder, live)) progress(line);
    await using scratch = await makeScratch(options.server);
    const task: Task = { options, config, migrations, live, server: scratch.settings, signal, onStep };
    const proven = isWritten ? undefined : await draftFromDrizzle(draftOptionsOf(task));
    const compared = await compare(task, proven);
    if (compared !== undefined && !compared.agrees) throw differs(compared, live);
    await finish(task, { folder, proven });
  });
}

interface Task {
  readonly options: AdoptDrizzleOptions;
  readonly config: Knex.Config;
  readonly migrations: readonly NamedMigration[];
  readonly live: Live | undefined;
  /** A scratch database, on the server where others may be made. */
  readonly server: ConnectionSettings;
  readonly signal: AbortSignal;
  readonly onStep: (step: string) => void;
}

/** The project's knexfile. Whoever comes from drizzle-kit has none, and is told what one is. */
async function knexConfig({ knexfile: file }: AdoptDrizzleOptions): Promise<Knex.Config> {
  if (file === undefined && findKnexfile() === undefined) throw noKnexfile();
  return (await loadKnexfile({ environment: env().nodeEnv, ...(file !== undefined && { file }) })).config;
}

/** The folder and the table, as they are named, or as drizzle.config says. */
async function placesOf({
  folder,
  table,
  'files-only': isFilesOnly,
}: AdoptDrizzleOptions): Promise<{ readonly folder: string; readonly table: DrizzleTable }> {
  const isSaid = folder !== undefined && (table !== undefined || isFilesOnly);
  const said = isSaid
    ? undefined
    : await readDrizzleConfig(
        "it says where drizzle-kit's migrations are, and where Drizzle keeps what is applied; with the folder and --table (or --files-only) it need not be loaded",
      );
  const [schema, name] = table?.split('.') ?? [said?.migrations?.schema, said?.migrations?.table];
  if (table !== undefined && (name === undefined || table.split('.').length !== 2)) throw badTable(table);
  return {
    folder: folder ?? said?.out ?? './drizzle',
    table: { schema: schema ?? DRIZZLE_TABLE.schema, name: name ?? DRIZZLE_TABLE.name },
  };
}

async function lookAt(
  connection: ConnectionSettings,
  {
    config,
    folder,
    table,
  }: { readonly config: Knex.Config; readonly folder: DrizzleFolder; readonly table: DrizzleTable },
): Promise<Live> {
  return await withClient(connection, async (client) => ({
    connection,
    table,
    ...(await readApplied(client, folder, table)),
    roles: await rolesSpokenOf(client, folder.migrations),
    history: (await readHistory(client, config)).map(({ name }) => name),
    isEmpty: await isEmptyDatabase(client),
  }));
}

/** Whether there is nothing to take over, since it was done; what cannot be is refused. */
function isTakenOver(
  { applied, connection, history, isThere, isEmpty, table }: Live,
  migrations: readonly NamedMigration[],
  isWritten: boolean,
): boolean {
  const where = describeConnection(connection);
  if (!isThere && !isEmpty && history.length === 0) throw noTable(table, where);
  if (history.length === 0) return false;
  const known = new Set(history.map(withoutExtension));
  const lacking = namesOf(migrations, applied).filter((name) => !known.has(name));
  if (!isWritten || lacking.length > 0) throw hasHistory(where, history.length, lacking);
  print(`nothing to adopt: ${where} has a history of ${counted(history.length, 'migration')}`);
  return true;
}

function draftOptionsOf({ config, migrations, live, server, signal, onStep }: Task): DraftFromDrizzleOptions {
  return { migrations, config, server, roles: live?.roles ?? [], signal, onStep };
}

/** Compares the database with what the same migrations make; undefined where there is nothing to compare. */
async function compare(
  { options, config, migrations, live, server, onStep }: Task,
  proven: ProvenMigrations | undefined,
): Promise<DatabaseComparison | undefined> {
  if (live === undefined || live.applied.length === 0 || options.unverified) return undefined;
  const { connection, applied, owner, sequence, table } = live;
  const earlier = existingFiles(config).map(({ name }) => name);
  const own = namesOf(migrations, applied);
  const names = [...earlier.filter((name) => name < (own[0] ?? '')), ...own];
  const roles = rolesMadeBy(migrations.map(({ migration }) => migration));
  return await withRoles(server, roles, async () =>
    withStaged(config, proven?.texts ?? [], async (staged) =>
      replay({
        ...{
          config: staged,
          connection,
          server: options.server,
          names,
          role: owner,
          madeRoles: roles.made,
          onStep,
        },
        ignore: [
          { schema: table.schema, name: table.name },
          { schema: table.schema, parent: table.name },
          ...(sequence === undefined ? [] : [{ kind: 'sequence', schema: table.schema, name: sequence }]),
          ...(table.schema === DRIZZLE_TABLE.schema ? [{ kind: 'schema', name: table.schema }] : []),
        ],
      }),
    ),
  );
}

/** Writes what was proven, and records what the database has. */
async function finish(
  { options, config, migrations, live }: Task,
  { folder, proven }: { readonly folder: DrizzleFolder; readonly proven: ProvenMigrations | undefined },
): Promise<undefined> {
  const applied = namesOf(migrations, live?.applied ?? []);
  const pending = migrations.length - applied.length;
  const isTried = options['dry-run'];
  if (proven === undefined) print('the migrations are written already');
  else {
    const written = isTried ? undefined : writeMigrations({ config, proven, accepted: new Set(applied) });
    reportWritten(proven, { written, config, applied: new Set(applied) });
  }
  const through = applied.at(-1);
  if (live !== undefined) {
    const where = describeConnection(live.connection);
    if (through !== undefined && !isTried)
      await adopt({
        config,
        connection: live.connection,
        ...lockOptions(options),
        through,
        onNotice: progress,
      });
    const verb = isTried ? 'would be recorded' : 'recorded';
    print(`${counted(applied.length, 'migration')} ${verb} as applied on ${where}`);
    if (pending > 0) print(asCalled(`${counted(pending, 'migration')} pending there: npm run db:migrate`));
  }
  if (isTried) print('nothing has been written or recorded');
  else for (const line of whatIsLeft(folder, live)) print(line);
  return undefined;
}

/** The names in Knex's history of some migrations. */
function namesOf(
  migrations: readonly NamedMigration[],
  some: readonly DrizzleMigration[],
): readonly string[] {
  return migrations.flatMap(({ name, migration }) => (some.includes(migration) ? [name] : []));
}

function differs({ differences, undecided }: DatabaseComparison, live: Live | undefined): Problem {
  for (const { message } of differences) print(message);
  for (const { object, attribute, reason } of undecided)
    print(`${object}: ${attribute} could not be compared: ${reason}`);
  return new Problem({
    code: 'cli/adopt-differs',
    what: `the database is not what drizzle-kit's migrations up to ${live?.applied.at(-1)?.tag ?? ''} make: ${counted(differences.length, 'difference')}`,
    why: 'recorded as applied, they would be taken for what is there; nothing has been written or recorded',
    fix: 'correct the migrations, or the database by hand; or record them all the same: --unverified',
  });
}

function noKnexfile(): Problem {
  return new Problem({
    code: 'migrations/no-knexfile',
    what: `there is no knexfile in ${process.cwd()}`,
    why: 'it says where the migrations are to be, to Keelson and to Knex alike',
    fix: `name one with --knexfile, or write this as knexfile.ts:
  import { MigrationFolder } from 'keelson/migrations';

  export default {
    client: 'pg',
    connection: process.env.DATABASE_URL,
    migrations: { migrationSource: new MigrationFolder('./migrations'), schemaName: 'public' },
  };`,
  });
}

function noTable({ schema, name }: DrizzleTable, where: string): Problem {
  return new Problem({
    code: 'cli/adopt-drizzle-no-table',
    what: `${where} is not empty, and has no table ${schema}.${name}`,
    why: 'it says which migrations are applied; without it all would be pending, and fail on what is there',
    fix: 'name the table (--table schema.name); for a database that drizzle-kit push has made: npx keelson adopt drizzle --files-only, then npx keelson adopt --through name',
  });
}

function hasHistory(where: string, count: number, lacking: readonly string[]): Problem {
  return new Problem({
    code: 'migrations/has-history',
    what: `${where} has a history of Knex already, of ${counted(count, 'migration')}${lacking.length === 0 ? '' : `, and in it lacks what Drizzle has applied:\n${lacking.map((name) => `  ${name}`).join('\n')}`}`,
    why: 'what is recorded there is a history of its own, and nothing is put before it or into it',
    fix: 'npx keelson adopt drizzle --files-only writes the migrations alone; which of them such a database has, only a person can tell',
  });
}

function badTable(table: string): UsageProblem {
  return new UsageProblem({
    code: 'cli/usage',
    what: `keelson adopt: --table ${table} is not a namespace and a name`,
    fix: 'write both: --table drizzle.__drizzle_migrations',
  });
}
