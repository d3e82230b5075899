import type { Client } from 'pg';
import { withoutExtension } from '../load-module.ts';
import { Problem } from '../problem.ts';
import { author } from './author.ts';
import { checksumOf } from './checksum.ts';
import { readRows, tableName } from './history.ts';
import { migrationFolder } from './knexfile.ts';
import type { LoadedMigration } from './run-migration.ts';
import { withMigrationSession } from './session/session.ts';
import type { SessionOptions } from './session/session.ts';

const RECORD = (history: string): string => `
with known as (
  insert into ${history} (name, batch, migration_time)
  select name, 1, clock_timestamp() from unnest($1::text[]) with ordinality as file (name, place) order by place
  returning id, name
)
insert into keelson.migrations (deploy, history, row, name, checksum, milliseconds)
select $2, $3, known.id, known.name, file.checksum, 0
from known join unnest($1::text[], $4::text[]) as file (name, checksum) using (name) order by known.id`;

/** Whether anybody has made anything in a database; what belongs to extensions and what we make does not count. */
const ANYTHING = `
select exists (
  select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname not in ('information_schema', 'keelson', 'keelson_kept') and n.nspname !~ '^pg_'
    and not (n.nspname = $1 and c.relname like replace(replace($2, '\\', '\\\\'), '_', '\\_') || '%')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
) as anything`;

/**
 * Records migrations as applied on a database that has what they make and no history. Runs none of them; a rollback
 * does not take them back, since no deploy applied them.
 */
export async function adopt({
  through,
  revision,
  ...options
}: SessionOptions & {
  /** The last migration that the database has. */
  readonly through: string;
  readonly revision?: string;
}): Promise<{ readonly adopted: readonly string[] }> {
  const files = migrationFolder(options.config).files();
  const last = files.findIndex(({ name }) => name === withoutExtension(through));
  if (last === -1) throw noSuchFile(through);
  return await withMigrationSession(options, async ({ client, ledger, table }) => {
    const applied = await readRows(client, table);
    if (applied.length > 0) throw hasHistory(applied.length);
    const all = files.slice(0, last + 1);
    const history = tableName(table);
    await client.query('begin');
    try {
      const number = await ledger.begin('adopt', await author(process.cwd(), revision), { batch: 1 });
      const names = all.map(({ name }) => name);
      const checksums = all.map(({ file }) => checksumOf(file));
      await client.query(RECORD(history), [names, number, history, checksums]);
      await ledger.end(number, 'done');
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
    return Object.freeze({ adopted: all.map(({ name }) => name) });
  });
}

/** Whether a migration says that it is what was there before there were any. */
export function isBaseline({ migration }: Pick<LoadedMigration, 'migration'>): boolean {
  return (migration as { readonly baseline?: unknown }).baseline === true;
}

/** Refuses to make again what is there: a database that a baseline was taken of, or one like it. */
export async function refuseUnadopted(
  client: Client,
  { schema, name }: { readonly schema: string; readonly name: string },
  pending: readonly LoadedMigration[],
): Promise<void> {
  const [first] = pending;
  if (first === undefined || !isBaseline(first)) return;
  const { rows } = await client.query<{ anything: boolean }>(ANYTHING, [schema, name]);
  if (rows[0]?.anything !== true) return;
  throw new Problem({
    code: 'migrations/not-adopted',
    what: `the database has no history and is not empty, and ${first.name} makes what was there before migrations began`,
    why: 'it would be made a second time, and fail at the first thing that is there; no migration has been run',
    fix: `if the database has what it makes: npx keelson adopt --through ${first.name}; otherwise migrate an empty one`,
  });
}

function noSuchFile(name: string): Problem {
  return new Problem({
    code: 'migrations/no-such-migration',
    what: `there is no migration ${name} in the folder of migrations`,
    fix: 'npm run db:migrate:status lists them',
  });
}

function hasHistory(count: number): Problem {
  return new Problem({
    code: 'migrations/has-history',
    what: `the database has a history already: ${count} migration${count === 1 ? '' : 's'}`,
    why: 'a history of Knex is taken over as it is; there is nothing to adopt',
    fix: 'npm run db:migrate applies what is pending',
  });
}
