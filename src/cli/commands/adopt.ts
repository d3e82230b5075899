import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { withoutExtension } from '../../load-module.ts';
import { findHistory, tableName } from '../../migrations/history.ts';
import { migrationDirectories } from '../../migrations/knexfile.ts';
import {
  adopt,
  isBaseline,
  loadMigration,
  migrationFiles,
  status,
  writeBaseline,
} from '../../migrations/index.ts';
import type { DatabaseComparison } from '../../parity/index.ts';
import { withClient } from '../../postgres/client.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import { UsageProblem } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { LOCK_OPTIONS, lockOptions } from '../lock-options.ts';
import { dumpSchema } from '../pg-dump.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { replay } from '../replay.ts';
import { aloud, counted, print, progress } from '../terminal.ts';
import { adoptDrizzle } from './adopt-drizzle.ts';

/** Whom rights are granted to, the owners aside, who are whoever migrates. */
const GRANTEES = `
select distinct r.rolname as name
from pg_shdepend s join pg_roles r on r.oid = s.refobjid
where s.refclassid = 'pg_authid'::regclass and s.deptype in ('a', 'r') and r.rolname !~ '^pg_'
  and s.dbid = (select oid from pg_database where datname = current_database())
order by 1`;

const UNFILLED = `
select n.nspname as schema, c.relname as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'm' and not c.relispopulated
order by 1, 2`;

/** Knex's tables, which may be there without a history, and their sequences. */
const HISTORY = `
select n.nspname as schema, c.relname as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.oid in (select made.oid from unnest($1::text[]) as wanted (name) cross join to_regclass(wanted.name) as made (oid)
  union select d.objid from unnest($1::text[]) as wanted (name)
  join pg_depend d on d.refobjid = to_regclass(wanted.name) and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i'))
  and c.relkind in ('r', 'S')
order by 1, 2`;

/** Who owns what is there; what belongs to extensions does not count. */
const OWNERS = `
select distinct pg_get_userbyid(owned.owner) as name
from (
  select 'pg_class'::regclass, oid, relnamespace, relowner from pg_class
  union all select 'pg_proc'::regclass, oid, pronamespace, proowner from pg_proc
  union all select 'pg_type'::regclass, oid, typnamespace, typowner from pg_type where typrelid = 0
  union all select 'pg_namespace'::regclass, oid, oid, nspowner from pg_namespace where nspname <> 'public'
) as owned (catalogue, oid, namespace, owner)
join pg_namespace n on n.oid = owned.namespace
where n.nspname not in ('information_schema', 'keelson', 'keelson_kept') and n.nspname !~ '^pg_'
  and not exists (select from pg_depend d
    where d.classid = owned.catalogue and d.objid = owned.oid and d.deptype = 'e')
order by 1`;

export default defineCommand({
  name: 'adopt',
  usage: '[drizzle [folder]]',
  maxPositionals: 2,
  about: `Takes over a database that was made without migrations. In a project without migrations it writes the first one, the
baseline, from what pg_dump says of the database; elsewhere --through names the last migration that the database has.
A scratch database is made by these migrations and compared with the one that is there: only when both are the same are
they recorded as applied. Exit code 1 where they are not. A history of Knex needs no adoption.
With drizzle it makes Knex migrations of a folder of drizzle-kit's (what drizzle.config calls out, or ./drizzle): each up as it
is, each down from what the up was seen to do on a scratch database, both proven; and what Drizzle has applied to the database
is compared and recorded. All is written and recorded, or nothing.`,
  options: {
    ...PROJECT_OPTIONS,
    ...LOCK_OPTIONS,
    through: { type: 'string', value: 'migration', help: 'the last migration that the database has' },
    dump: {
      type: 'string',
      value: 'file',
      help: 'what pg_dump --schema-only printed, for where it is not installed',
    },
    server: {
      type: 'string',
      value: 'postgres://…',
      help: "where the scratch database is made, of the same major version; else the tests' server",
    },
    unverified: { type: 'boolean', help: 'record without making a scratch database and comparing' },
    'files-only': { type: 'boolean', help: 'with drizzle: write the migrations, and look at no database' },
    'dry-run': { type: 'boolean', help: 'with drizzle: try all of it, and write and record nothing' },
    table: {
      type: 'string',
      value: 'schema.name',
      help: 'with drizzle: where it keeps what is applied; else as drizzle.config says, else drizzle.__drizzle_migrations',
    },
  },
  async run({ options, positionals }) {
    const [from, folder] = positionals;
    refuseIdle(from, options);
    if (from !== undefined) return await adoptDrizzle({ ...options, folder });
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    // A project that begins with a baseline need not have the folder yet.
    if (options.through === undefined) {
      for (const directory of migrationDirectories(config)) mkdirSync(directory, { recursive: true });
    }
    const { applied } = await status({ config, connection });
    if (applied.length > 0) {
      print(
        `nothing to adopt: ${describeConnection(connection)} has a history of ${counted(applied.length, 'migration')}`,
      );
      return undefined;
    }
    const known = await withClient(connection, async (client) => ({
      owners: namesOf(await client.query<{ name: string }>(OWNERS)),
      grantees: namesOf(await client.query<{ name: string }>(GRANTEES)),
      history: await historyOf(client, config),
      unfilled: (await client.query<{ schema: string; name: string }>(UNFILLED)).rows,
    }));
    const through =
      options.through ?? (await baselineOf(config, connection, { dump: options.dump, ...known }));
    const files = migrationFiles(config);
    const names = files
      .slice(0, files.findIndex(({ name }) => name === withoutExtension(through)) + 1)
      .map(({ name }) => name);
    if (!options.unverified && names.length > 0) {
      const { server } = options;
      const compared = await aloud('verifying', async (onStep) =>
        replay({ config, connection, server, names, role: onlyOne(known.owners), onStep }),
      );
      if (!compared.agrees) return refuse(compared, through);
    }
    const { adopted } = await adopt({
      config,
      connection,
      ...lockOptions(options),
      through,
      onNotice: progress,
    });
    print(`${counted(adopted.length, 'migration')} recorded as applied on ${describeConnection(connection)}`);
    return undefined;
  },
});

/** What would do nothing is a mistake that nobody would notice. */
function refuseIdle(
  from: string | undefined,
  options: Readonly<Record<string, string | boolean | undefined>>,
): void {
  if (from !== undefined && from !== 'drizzle')
    throw usage(
      `it is not known how to adopt ${from}`,
      'npx keelson adopt, or npx keelson adopt drizzle ./drizzle',
    );
  const others = from === undefined ? ['files-only', 'dry-run', 'table'] : ['through', 'dump'];
  const idle = others.find((name) => options[name] !== undefined && options[name] !== false);
  if (idle === undefined) return;
  throw usage(
    `--${idle} is of no use ${from === undefined ? 'without drizzle' : 'with drizzle'}`,
    'leave it out; npx keelson adopt --help says what it is for',
  );
}

function usage(mistake: string, fix: string): UsageProblem {
  return new UsageProblem({ code: 'cli/usage', what: `keelson adopt: ${mistake}`, fix });
}

/** The baseline that is there, or one that is written now. */
async function baselineOf(
  config: Knex.Config,
  connection: ConnectionSettings,
  {
    dump: file,
    owners,
    grantees,
    unfilled,
    history,
  }: {
    readonly dump: string | undefined;
    readonly owners: readonly string[];
    readonly grantees: readonly string[];
    readonly unfilled: readonly { readonly schema: string; readonly name: string }[];
    readonly history: readonly { readonly schema: string; readonly name: string }[];
  },
): Promise<string> {
  const [first] = migrationFiles(config);
  if (first !== undefined) {
    if (isBaseline({ migration: await loadMigration(first.file) })) return first.name;
    throw whichOnes(migrationFiles(config).at(-1)?.name ?? first.name);
  }
  // What has one owner is owned by whoever migrates, everywhere.
  const hasOwners = onlyOne(owners) === undefined;
  const dump =
    file === undefined
      ? await aloud('reading the schema', async () => dumpSchema(connection, { without: history, hasOwners }))
      : readFileSync(path.resolve(file), 'utf8');
  const roles = [...new Set([...grantees, ...(hasOwners ? owners : [])])].filter(
    (role) => hasOwners || role !== onlyOne(owners),
  );
  const written = writeBaseline({ config, dump, roles, unfilled });
  print(`wrote ${shownPath(written)}`);
  return withoutExtension(path.basename(written));
}

function refuse({ differences, undecided }: DatabaseComparison, through: string): number {
  for (const { message } of differences) print(message);
  for (const { object, attribute, reason } of undecided)
    print(`${object}: ${attribute} could not be compared: ${reason}`);
  throw new Problem({
    code: 'cli/adopt-differs',
    what: `the database is not what the migrations up to ${through} make: ${counted(differences.length, 'difference')}`,
    why: 'recorded as applied, they would be taken for what is there; nothing has been recorded',
    fix: 'correct the migrations, or the database by hand; or record them all the same: --unverified',
  });
}

async function historyOf(
  client: Client,
  config: Knex.Config,
): Promise<readonly { readonly schema: string; readonly name: string }[]> {
  const { table } = await findHistory(client, config);
  const names = [table, { ...table, name: `${table.name}_lock` }].map(tableName);
  return (await client.query<{ schema: string; name: string }>(HISTORY, [names])).rows;
}

function onlyOne(owners: readonly string[]): string | undefined {
  return owners.length === 1 ? owners[0] : undefined;
}

function namesOf({ rows }: { readonly rows: readonly { readonly name: string }[] }): readonly string[] {
  return rows.map(({ name }) => name);
}

function whichOnes(last: string): Problem {
  return new Problem({
    code: 'cli/adopt-through',
    what: 'the project has migrations, and the database has no history: it cannot be told which of them it has',
    fix: `name the last one that it has: npx keelson adopt --through ${last}`,
  });
}
