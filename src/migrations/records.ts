import type { Client } from 'pg';
import { Problem } from '../problem.ts';

/** What is known of deploys, of statements that are done and of rows that are kept, in a schema of our own: Knex's table keeps its form, so that a stock Knex reads it. */
const MAKE = `
do $$ begin
  -- The lock of a deploy is that of one history; other histories of the database may be at the same point.
  perform pg_advisory_xact_lock(hashtextextended('keelson.deploys', 0));
  if to_regnamespace('keelson') is null then create schema keelson; end if;
  if not has_schema_privilege('public', 'keelson', 'usage') then grant usage on schema keelson to public; end if;
  if to_regclass('keelson.deploys') is null then
    create table keelson.deploys (
      id bigint generated always as identity primary key,
      history text not null,
      direction text not null check (direction in ('up', 'down', 'adopt')),
      outcome text not null default 'running' check (outcome in ('running', 'done', 'failed', 'died')),
      started_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz,
      role text not null default session_user,
      person text,
      host text,
      process integer,
      revision text,
      batch integer,
      takes_back bigint references keelson.deploys,
      facts bytea,
      error text
    );
    create table keelson.migrations (
      id bigint generated always as identity primary key,
      deploy bigint not null references keelson.deploys,
      history text not null,
      row integer not null,
      name text not null,
      checksum text not null,
      milliseconds double precision not null,
      applied_at timestamptz not null default now(),
      gone_at timestamptz,
      gone_by bigint references keelson.deploys
    );
    create unique index migrations_applied on keelson.migrations (history, name) where gone_at is null;
  end if;
  if to_regclass('keelson.steps') is null then
    create table keelson.steps (
      history text not null,
      name text not null,
      direction text not null,
      place integer not null,
      checksum text not null,
      hash text not null,
      done jsonb,
      begun_at timestamptz not null default clock_timestamp(),
      primary key (history, name, direction, place)
    );
  end if;
  if to_regclass('keelson.kept') is null then
    create table keelson.kept (
      id bigint generated always as identity primary key,
      history text not null,
      deploy bigint not null references keelson.deploys,
      migration text not null,
      what text not null check (what in ('table', 'columns', 'rows')),
      name text not null,
      columns text[] not null,
      key text[] not null,
      copy text,
      rows bigint,
      kept_at timestamptz not null default clock_timestamp()
    );
  end if;
end $$`;

const REFUSED = `
select quote_ident(current_user) as role, to_regnamespace('keelson') is not null as present`;

/** Makes the tables of our records where they are not there, under the deploy's lock. */
export async function makeRecords(client: Pick<Client, 'query'>): Promise<void> {
  try {
    await client.query(MAKE);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    const { rows } = await client.query<{ role: string; present: boolean }>(REFUSED);
    const { role = '', present = false } = rows[0] ?? {};
    throw noRecords(error as Error, role, present);
  }
}

function noRecords(cause: Error, role: string, isThere: boolean): Problem {
  return new Problem({
    code: 'migrations/no-ledger',
    what: `the tables that record deploys (schema keelson) cannot be made: ${cause.message}`,
    why: 'without them a rollback could not know what the last deploy did; no migration has been run',
    fix: `once, as the owner of ${isThere ? `the schema: grant usage, create on schema keelson to ${role}` : `the database: create schema keelson authorization ${role}`}`,
    cause,
  });
}
