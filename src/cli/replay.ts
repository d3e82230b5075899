import type { Client } from 'pg';
import type { Knex } from 'knex';
import { withoutExtension } from '../load-module.ts';
import { migrate, status } from '../migrations/index.ts';
import { compareDatabases } from '../parity/index.ts';
import type { CompareDatabasesOptions, DatabaseComparison } from '../parity/index.ts';
import { withClient } from '../postgres/client.ts';
import { onServer } from '../postgres/database.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import { withSettings } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { createTestDatabase } from '../testing/index.ts';
import type { TestDatabase, TestDatabaseOptions } from '../testing/index.ts';
import { urlCalled, withFix } from './advice.ts';

/**
 * The roles that the database's owners, grants and policies speak of, and the one that it was migrated as. What is
 * recorded of the server as a whole is of every database on it, but for what this one is; a subscription is recorded
 * there too.
 */
const ROLES = `
SELECT r.rolname AS name, bool_or(c.relowner = r.oid) AS migrates
FROM pg_roles r
JOIN pg_database own ON own.datname = current_database()
LEFT JOIN pg_class c ON c.relname = $1 AND c.relkind = 'r' AND c.relowner = r.oid
WHERE r.rolname !~ '^pg_' AND (c.oid IS NOT NULL OR r.oid IN (
  SELECT refobjid FROM pg_shdepend
  WHERE refclassid = 'pg_authid'::regclass
    AND (dbid = own.oid OR dbid = 0 AND (
      classid = 'pg_subscription'::regclass OR classid = 'pg_database'::regclass AND objid = own.oid))
))
GROUP BY r.rolname
ORDER BY r.rolname`;

/** What belongs to a server and not to what migrations make. */
const OF_THE_SERVER = [
  { kind: 'database' },
  { kind: 'role' },
  // Whoever made the cluster owns it.
  { kind: 'extension', name: 'plpgsql', attribute: 'owner' },
];

export interface ReplayOptions {
  readonly config: Knex.Config;
  readonly connection: ConnectionSettings;
  /** The URL of a server on which a scratch database may be made; the one for tests unless given. */
  readonly server: string | undefined;
  /** The migrations to run, by their names without extension; those that are applied unless given. */
  readonly names?: readonly string[];
  /** Whom they are run as; the owner of the history unless given. */
  readonly role?: string | undefined;
  /** What the database has besides, and what may differ. */
  readonly ignore?: CompareDatabasesOptions['ignore'];
  /** Roles that the migrations make by themselves. */
  readonly madeRoles?: readonly string[];
  /** Told what is being done. */
  readonly onStep: (step: string) => void;
}

/**
 * Makes a database with the migrations that are applied, and no others, and compares all of its catalogue with the one
 * that is there.
 */
export async function replay({
  config,
  connection,
  server,
  names,
  role: given,
  ignore = [],
  madeRoles = [],
  onStep,
}: ReplayOptions): Promise<DatabaseComparison> {
  const only = new Set(names ?? (await appliedNames({ config, connection })));
  const table = config.migrations?.tableName ?? 'knex_migrations';
  const live = await withClient(connection, async (client) => ({
    version: await requireServerVersion(client),
    roles: (await client.query<{ name: string; migrates: boolean | null }>(ROLES, [table])).rows,
  }));
  onStep('making a scratch database');
  await using scratch = await makeScratch(server);
  return await onServer(scratch.settings, async (client) => {
    await requireSameMajor(client, live.version);
    const needed = [...live.roles.map(({ name }) => name), ...(given === undefined ? [] : [given])];
    const made = await makeRoles(
      client,
      needed.filter((name, index) => !madeRoles.includes(name) && needed.indexOf(name) === index),
    );
    try {
      const role = given ?? live.roles.find(({ migrates }) => migrates === true)?.name;
      await migrate({
        config,
        connection: role === undefined ? scratch.settings : actingAs(scratch.settings, role),
        only,
        onStart: (name) => {
          onStep(`replaying ${name}`);
        },
      });
      onStep('comparing the catalogues');
      return await compareDatabases({
        expected: scratch.settings,
        actual: connection,
        ignore: [...OF_THE_SERVER, ...ignore],
      });
    } finally {
      await scratch.drop();
      for (const role of made) await client.query(`drop role ${quoteIdentifier(role)}`);
    }
  });
}

async function appliedNames(where: Pick<ReplayOptions, 'config' | 'connection'>): Promise<readonly string[]> {
  const { applied, missing } = await status(where);
  if (missing.length > 0) throw notOnDisk(missing.map(({ name }) => name));
  return applied.map(({ name }) => withoutExtension(name));
}

/** Makes an empty database. */
export async function makeScratch(server: string | undefined): Promise<TestDatabase> {
  return await onServerForIt(
    server,
    async () => await createTestDatabase({ migrate: false, ...(server !== undefined && { server }) }),
  );
}

/**
 * Makes a database with all migrations. On the server for tests there is, or will be, one to clone it from; on another one
 * nothing is left behind: `undefined` there.
 */
export async function makeMigrated(
  server: string | undefined,
  options: Pick<TestDatabaseOptions, 'loaded' | 'onMigration' | 'signal'>,
): Promise<TestDatabase | undefined> {
  if (server !== undefined) return undefined;
  return await onServerForIt(server, async () => await createTestDatabase(options));
}

/** What is in the way is about the server for scratch databases, which is not the one of the project. */
async function onServerForIt<Result>(
  server: string | undefined,
  use: () => Promise<Result>,
): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (server !== undefined) throw withFix(error, urlCalled(error, '--server'));
    if (error.code === 'testing/no-server')
      throw withFix(
        error,
        `name one on which a database may be made: --server postgres://…; or ${error.fix}`,
      );
    throw withFix(error, urlCalled(error, 'TEST_DATABASE_URL'));
  }
}

/** All is then owned and granted by whom the real database was migrated as. */
function actingAs(settings: ConnectionSettings, role: string): ConnectionSettings {
  const escaped = role.replaceAll(/[\\\s]/g, String.raw`\$&`);
  return withSettings(settings, { options: `-c role=${escaped}` });
}

async function requireSameMajor(client: Client, wanted: number): Promise<void> {
  const major = await requireServerVersion(client);
  if (major === wanted) return;
  throw new Problem({
    code: 'cli/replay-other-version',
    what: `the scratch database would be on PostgreSQL ${major}, and the real one is on ${wanted}`,
    why: 'each major version keeps and prints definitions in its own way, so that equal databases would differ',
    fix: `name a server of PostgreSQL ${wanted} on which a database may be made: --server postgres://…`,
  });
}

/** Makes the roles that are not there, without any right to log in; returns those that were made. */
async function makeRoles(client: Client, names: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any ($1) order by rolname',
    [names],
  );
  const known = new Set(rows.map(({ rolname }) => rolname));
  const made: string[] = [];
  for (const name of names.filter((one) => !known.has(one))) {
    // What migrations may do depends on who runs them; that they could is known, since they are applied.
    await client.query(`create role ${quoteIdentifier(name)} superuser nologin`);
    made.push(name);
  }
  return made;
}

function notOnDisk(names: readonly string[]): Problem {
  return new Problem({
    code: 'cli/replay-missing-files',
    what: `the database has migrations that are not on disk:\n${names.map((name) => `  ${name}`).join('\n')}`,
    why: 'what they made cannot be made again, so that it would count as done by hand',
    fix: 'get the files back (another branch?), or rename those that were renamed to what the history has',
  });
}
