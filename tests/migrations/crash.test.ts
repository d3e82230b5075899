import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate, rollback } from '../../src/migrations/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { appliedIn, makeMigrations, statements } from './project.ts';

const CONCURRENT = { transaction: false };
const FILES = {
  '1_boats': statements(
    ['create table boats (id int primary key, name text)', `insert into boats values (1, 'Ann'), (2, 'Bob')`],
    ['drop table boats'],
  ),
  '2_index': statements(
    [
      'create index concurrently boats_name on boats (name)',
      `insert into boats values (3, 'Cy')`,
      'create unique index concurrently boats_both on boats (name, id)',
    ],
    [
      'drop index concurrently boats_both',
      'delete from boats where id = 3',
      'drop index concurrently boats_name',
    ],
    CONCURRENT,
  ),
  '3_sails': statements(
    ['create table sails (boat int references boats)', 'insert into sails values (1)'],
    ['drop table sails'],
  ),
};

const AFTER = `
select (select count(*)::int from boats) as boats, (select count(*)::int from sails) as sails,
  (select array_agg(c.relname::text order by c.relname) from pg_index i join pg_class c on c.oid = i.indexrelid
   where i.indrelid = 'boats'::regclass and i.indisvalid) as indexes,
  (select count(*)::int from pg_index where not indisvalid) as broken,
  (select is_locked from knex_migrations_lock) as locked,
  (select count(*)::int from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as locks`;

/** What it is like now; a lock of the session that was cut, and is just ending, is waited for up to a limit. */
async function look(client: Client): Promise<unknown> {
  for (let again = 0; ; again += 1) {
    const [now] = (await client.query<{ locks: number }>(AFTER)).rows;
    if (now?.locks === 0 || again === 300) return now;
    await sleep(100);
  }
}

/** Every query of this process that is sent while `run` runs, and the chance to end its connection at one of them. */
async function cutting(at: number, when: 'before' | 'after', run: () => Promise<unknown>): Promise<number> {
  const query = Reflect.get(Client.prototype, 'query');
  let count = 0;
  Client.prototype.query = function cut(this: Client, ...words: unknown[]) {
    count += 1;
    const { stream } = (this as unknown as { connection: { stream: { destroy(): void } } }).connection;
    if (count === at && when === 'before') stream.destroy();
    const result = Reflect.apply(query, this, words) as unknown;
    if (count === at && when === 'after') {
      // Sent, and its answer not waited for.
      setImmediate(() => {
        stream.destroy();
      });
    }
    return result;
  } as typeof query;
  try {
    await run();
  } finally {
    Client.prototype.query = query;
  }
  return count;
}

test.each(['before', 'after'] as const)(
  'a connection that ends %s any query of a deploy or of a rollback: one more run reaches the end',
  async (when) => {
    using migrations = makeMigrations(FILES);
    let queries = 0;
    let undone = 0;
    for (let at = 0; at <= queries || at <= undone; at += 1) {
      await using database = await createTestDatabase({ migrate: false });
      const options = { config: migrations.config, connection: database.settings };
      const attempt = cutting(at, when, async () => await migrate(options));
      if (at === 0) queries = await attempt;
      else await attempt.catch(() => undefined);
      await migrate(options);
      const client = new Client(database.url);
      await client.connect();
      expect([at, await look(client), await appliedIn(client)]).toEqual([
        at,
        {
          boats: 3,
          sails: 1,
          indexes: ['boats_both', 'boats_name', 'boats_pkey'],
          broken: 0,
          locked: 0,
          locks: 0,
        },
        Object.keys(FILES),
      ]);

      // The way back, all of it.
      const back = { ...options, to: '1_boats' };
      const attemptBack = cutting(at, when, async () => await rollback(back));
      if (at === 0) undone = await attemptBack;
      else await attemptBack.catch(() => undefined);
      await rollback(back);
      expect([at, await appliedIn(client)]).toEqual([at, ['1_boats']]);
      const { rows } = await client.query(
        `select (select count(*)::int from boats) as boats, to_regclass('sails') as sails, is_locked from knex_migrations_lock`,
      );
      expect([at, rows[0]]).toEqual([at, { boats: 2, sails: null, is_locked: 0 }]);
      await client.end();
    }
    expect(queries).toBeGreaterThan(40);
    expect(undone).toBeGreaterThan(20);
  },
  400_000,
);
