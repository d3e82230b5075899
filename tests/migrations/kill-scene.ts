import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Knex } from 'knex';
import { readFacts } from '../../src/migrations/facts.ts';
import type { ChangedFact } from '../../src/migrations/facts.ts';
import { migrate, rollback } from '../../src/migrations/index.ts';
import type { MigrateOptions } from '../../src/migrations/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { appliedIn, statements } from './project.ts';
import type { Scene } from './scene.ts';

const STEPS = { transaction: false };
const logged = (what: string): string => `insert into log values ('${what}')`;

/**
 * With and without a transaction. What is run twice shows in the log, which has no key; the downs destroy rows, in
 * several steps of one migration too.
 */
export const FILES = {
  '1_boats': statements(
    [
      `create table boats (id int primary key, name text); insert into boats values (1, 'Ann')`,
      logged('1 up'),
    ],
    ['drop table boats', logged('1 down')],
  ),
  '2_index': statements(
    [
      'create index concurrently boats_name on boats (name)',
      logged('2 up'),
      'alter table boats add column length int not null default 7',
    ],
    ['alter table boats drop column length', logged('2 down'), 'drop index concurrently boats_name'],
    STEPS,
  ),
  '3_sails': statements(
    [`create table sails (boat int primary key references boats); ${logged('3 up')}`],
    [`drop table sails; ${logged('3 down')}`],
  ),
  '4_masts': statements(
    ['create table masts (id int primary key)', `create table ropes (id int primary key); ${logged('4 up')}`],
    ['drop table ropes', `drop table masts; ${logged('4 down')}`],
    STEPS,
  ),
};

/** Another text for a file that this process has loaded. */
export function rewrite({ migrations }: Pick<Scene, 'migrations'>, name: string, text: string): void {
  migrations.write(name, text);
  jest.resetModules();
}

/** What an application writes in between. */
const ROWS = `
insert into boats values (9, 'Zoe', 99); update boats set length = 55 where id = 1;
insert into sails values (9); insert into masts values (9); insert into ropes values (1), (2)`;

const TABLES = `
select c.relname::text as name from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'knex%' order by c.relname`;

const STATE = `
select (select array_agg(is_locked) from knex_migrations_lock) as locked,
  (select count(*)::int from pg_index where not indisvalid) as broken,
  (select array_agg(name order by name) from keelson.migrations where gone_at is null) as recorded,
  (select count(*)::int from keelson.deploys where outcome = 'running') as running,
  (select count(*)::int from pg_locks where locktype = 'advisory'
   and database = (select oid from pg_database where datname = current_database())) as locks,
  to_regclass('keelson.kept') is not null as "hasKept", to_regclass('keelson.steps') is not null as "hasSteps"`;

const COPIES = `
select c.relname::text as name from pg_class c
where c.relnamespace = to_regnamespace('keelson_kept') and c.relkind = 'r' order by c.oid`;

const STEPS_LEFT = 'select history, name, direction, place from keelson.steps order by name, place';

const KEPT = `
select what, name, copy, rows::int as rows from keelson.kept order by name, what`;

type Facts = Awaited<ReturnType<typeof readFacts>>;

/** All that can be seen of a database, but for numbers that tell only how often something was begun. */
export type View = Readonly<Record<string, unknown>>;

/** A database on which migrations are killed. */
export class KillScene implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly client: Client;
  readonly #config: Knex.Config;

  private constructor(database: TestDatabase, client: Client, config: Knex.Config) {
    this.database = database;
    this.client = client;
    this.#config = config;
  }

  static async on(config: Knex.Config): Promise<KillScene> {
    const database = await createTestDatabase({ migrate: false });
    const client = new Client(database.url);
    await client.connect();
    await client.query('create table log (what text)');
    return new KillScene(database, client, config);
  }

  get #options(): MigrateOptions {
    return { config: this.#config, connection: this.database.settings };
  }

  async up(more: Partial<MigrateOptions> = {}): Promise<void> {
    await migrate({ ...this.#options, ...more });
  }

  async down(): Promise<readonly ChangedFact[] | undefined> {
    return (await rollback(this.#options)).differences;
  }

  async write(): Promise<void> {
    await this.client.query(ROWS);
  }

  /** What it is like now; a lock of a session that is just ending is waited for, up to a limit. */
  async view(): Promise<View> {
    const ask = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
      (await this.client.query<Record<string, unknown>>(sql)).rows;
    let [state] = await ask(STATE);
    for (let look = 0; look < 50 && state?.locks !== 0; look += 1) {
      await sleep(100);
      [state] = await ask(STATE);
    }
    const rows: Record<string, unknown> = {};
    for (const { name } of await ask(TABLES)) rows[String(name)] = await this.#rowsOf(String(name));
    const kept: unknown[] = [];
    for (const { copy, ...one } of state?.hasKept === true ? await ask(KEPT) : []) {
      kept.push({ ...one, values: typeof copy === 'string' ? await this.#rowsOf(copy) : null });
    }
    return {
      ...state,
      rows,
      kept,
      copies: (await ask(COPIES)).length,
      steps: state?.hasSteps === true ? await ask(STEPS_LEFT) : [],
      applied: await appliedIn(this.client),
    };
  }

  /** But for roles, which are the server's: other tests make and drop theirs meanwhile. */
  async facts(): Promise<Facts> {
    const facts = await readFacts(this.client, { schema: 'public', name: 'knex_migrations' });
    return facts.filter(({ kind }) => kind !== 'role');
  }

  async #rowsOf(table: string): Promise<unknown> {
    const sql = `select json_agg(t order by t::text) as rows from ${table} t`;
    return (await this.client.query<{ rows: unknown }>(sql)).rows[0]?.rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.end();
    await this.database[Symbol.asyncDispose]();
  }
}

/** What an undisturbed way up, back and up again looks like. */
export interface Reference {
  readonly up: View;
  readonly upFacts: Facts;
  readonly down: View;
  readonly downFacts: Facts;
  readonly again: View;
}

export async function referenceOf(config: Knex.Config): Promise<Reference> {
  await using here = await KillScene.on(config);
  await here.up();
  const up = await here.view();
  const upFacts = await here.facts();
  await here.write();
  await here.down();
  const [down, downFacts] = [await here.view(), await here.facts()];
  await here.up({ restoreKept: true });
  return { up, upFacts, down, downFacts, again: await here.view() };
}
