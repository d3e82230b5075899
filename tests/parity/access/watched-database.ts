import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { check, integer, pgPolicy, pgSchema, text } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { ClientBase } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { findings } from '../corpus.ts';
import { gate } from './gated-client.ts';
import type { Step } from './gated-client.ts';

const app = pgSchema('app');
/** Some of it takes plans, some temporary views, of which one is refused. */
export const schema = {
  app,
  items: app.table('items', { id: integer().primaryKey(), name: text().default(sql`lower('X')`) }, () => [
    check('items_id', sql`id > 1`),
    check('items_name', sql`name collate "C" > 'a'`),
    check('items_gone', sql`gone(id) > 1`),
    pgPolicy('items_read', { using: sql`id in (select i.id from app.items i)` }),
  ]),
  seen: app.view('seen', { id: integer().notNull() }).as(sql`select id from app.items order by id`),
};

const DDL = `
  create schema app;
  create table app.items (id integer primary key, name text default lower('X'),
    constraint items_id check (id > 1), constraint items_name check (name collate "C" > 'a'),
    constraint items_gone check (id > 2));
  alter table app.items enable row level security;
  create policy items_read on app.items using (id in (select i.id from app.items i));
  create view app.seen as select id from app.items order by id`;

/** What a verdict on it says. */
export const FINDINGS = [
  expect.stringContaining('undecided check/expression app.items.items_gone') as string,
];

/** Backends of others in the database that are in a transaction, locks on anything in it, and what is temporary. */
const LEFT = `
  select 'transaction of ' || pid as what from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null and backend_type = 'client backend'
  union all select 'lock of ' || coalesce(pid::text, '?') || ' on ' || coalesce(relation::regclass::text, locktype) from pg_locks
  where database = (select oid from pg_database where datname = current_database()) and pid is distinct from pg_backend_pid()
  union all select 'relation ' || relname from pg_class where relpersistence = 't' or relname like 'keelson%'
  order by 1`;

/** A database that a verdict may be on, and somebody else who looks at what is left of it. */
export class WatchedDatabase implements AsyncDisposable {
  readonly other: pg.Client;
  readonly #database: Awaited<ReturnType<typeof createTestDatabase>>;

  private constructor(database: Awaited<ReturnType<typeof createTestDatabase>>) {
    this.#database = database;
    this.other = new pg.Client(database.url);
  }

  static async make(): Promise<WatchedDatabase> {
    const watched = new WatchedDatabase(await createTestDatabase({ migrate: false }));
    await watched.other.connect();
    await watched.other.query(DDL);
    return watched;
  }

  get url(): string {
    return this.#database.url;
  }

  async connected(): Promise<pg.Client> {
    const client = new pg.Client(this.url);
    await client.connect();
    return client;
  }

  /** A server needs a moment to see that somebody has left, and a busy machine many. */
  async expectNothingLeft(): Promise<void> {
    for (let look = 1; ; look += 1) {
      const { rows } = await this.other.query<{ what: string }>(LEFT);
      if (rows.length === 0) return;
      if (look === 1000) expect(rows.map(({ what }) => what)).toEqual([]);
      await sleep(20);
    }
  }

  /** How often something is sent for a verdict on a client. */
  async countSteps(): Promise<number> {
    const client = await this.connected();
    const steps: Step[] = [];
    gate(client, async (step) => {
      steps.push(step);
      await Promise.resolve();
    });
    expect(findings(await checkParity({ schema, connection: client }))).toEqual(FINDINGS);
    await client.end();
    // All that is looked at is among them.
    const sent = steps.flatMap(({ statements }) => statements).join('\n');
    expect(sent).toMatch(/READ ONLY[^]*EXPLAIN[^]*READ WRITE[^]*CREATE TEMPORARY VIEW/);
    return steps.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.other.end();
    await this.#database.drop();
  }
}

const SETTINGS = `
  select name, setting from pg_settings
  where name in ('search_path', 'TimeZone', 'DateStyle', 'IntervalStyle', 'bytea_output', 'quote_all_identifiers',
    'standard_conforming_strings', 'extra_float_digits', 'max_parallel_workers_per_gather', 'jit', 'lock_timeout',
    'row_security', 'transaction_read_only', 'constraint_exclusion')
  order by 1`;

/** What a session has set. */
export async function settingsOf(client: ClientBase): Promise<unknown> {
  return (await client.query(SETTINGS)).rows;
}

/** The process that serves a client. */
export async function processOf(client: ClientBase): Promise<number> {
  return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
}
