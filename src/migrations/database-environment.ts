import type { Client } from 'pg';
import { quoteLiteral } from '../postgres/identifier.ts';
import { Problem } from '../problem.ts';

/** What a database is for, as it says itself. */
export type DatabaseEnvironment = 'development' | 'test' | 'production';

/** What the database says it is for, or undefined when nobody has told it. */
export async function readDatabaseEnvironment(
  client: Pick<Client, 'query'>,
): Promise<DatabaseEnvironment | undefined> {
  return await explained('read', async () => {
    const { rows: found } = await client.query<{ present: boolean }>(
      `select to_regclass('keelson.environment') is not null as present`,
    );
    if (found[0]?.present !== true) return undefined;
    const { rows } = await client.query<{ name: DatabaseEnvironment }>(
      'select name from keelson.environment',
    );
    return rows[0]?.name;
  });
}

/** Writes into the database what it is for, so that no command mistakes one of production for another. */
export async function writeDatabaseEnvironment(
  client: Pick<Client, 'query'>,
  environment: DatabaseEnvironment,
): Promise<void> {
  if ((await readDatabaseEnvironment(client)) === environment) return;
  const name = quoteLiteral(environment);
  await explained('write', async () => {
    // One message is one transaction. What is there is looked for first, since "if not exists" asks for the right to
    // make it all the same; the lock is for two deploys that begin at once. Every role is to see the answer.
    await client.query(`
      do $$ begin
        perform pg_advisory_xact_lock(hashtext('keelson.environment'));
        if to_regnamespace('keelson') is null then
          create schema keelson;
          grant usage on schema keelson to public;
        end if;
        if to_regclass('keelson.environment') is null then
          create table keelson.environment (
            one boolean primary key default true check (one),
            name text not null check (name in ('development', 'test', 'production')),
            set_at timestamptz not null default now()
          );
          grant select on keelson.environment to public;
        end if;
      end $$;
      insert into keelson.environment (name) values (${name})
      on conflict (one) do update set name = excluded.name, set_at = now()`);
  });
}

async function explained<Result>(what: 'read' | 'write', use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof Error) || (error as { code?: string }).code !== '42501') throw error;
    throw new Problem({
      code: 'database/environment-not-allowed',
      what: `this role may not ${what} what the database is for (keelson.environment): ${error.message}`,
      why: 'resets and seeds for development know by it that a database is of production',
      fix:
        what === 'read'
          ? 'as the owner of the schema: grant usage on schema keelson to public; grant select on keelson.environment to public'
          : 'run keelson environment with its name once as a role that may make a schema in this database',
      cause: error,
    });
  }
}
