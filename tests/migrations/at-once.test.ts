import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '../../src/migrations/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { appliedIn, makeMigrations, statements } from './project.ts';

const DEPLOYERS = 10;
const ROUNDS = 20;

const COUNTED = (name: string): string =>
  statements(
    [`insert into runs values ('${name}')`, 'select pg_sleep(0.01)'],
    [`delete from runs where name = '${name}'`],
  );
const FILES = {
  '1_runs': statements(
    ['create table runs (name text)', `insert into runs values ('1_runs')`],
    ['drop table runs'],
  ),
  '2_two': COUNTED('2_two'),
  '3_index': statements(
    ['create index concurrently runs_name on runs (name)', `insert into runs values ('3_index')`],
    [`delete from runs where name = '3_index'`, 'drop index concurrently runs_name'],
    { transaction: false },
  ),
  '4_four': COUNTED('4_four'),
};

/** Whoever migrates at this moment is thrown out by the server. */
const KILL = `
select pg_terminate_backend(l.pid) from pg_locks l
where l.locktype = 'advisory' and l.granted and l.pid <> pg_backend_pid()
  and l.database = (select oid from pg_database where datname = current_database())`;
const HOLDERS = KILL.replace('pg_terminate_backend(l.pid)', 'l.pid');

test.each([
  ['an empty database', []],
  ['one that has some of it', ['1_runs', '2_two']],
])(
  `${DEPLOYERS} deploys at once on %s, of which one is killed in each round: every migration exactly once`,
  async (_, before) => {
    using migrations = makeMigrations(FILES);
    let killed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      await using database = await createTestDatabase({ migrate: false });
      const options = { config: migrations.config, connection: database.settings };
      if (before.length > 0) await migrate({ ...options, only: new Set(before) });
      const client = new Client(database.url);
      await client.connect();
      const over = new AbortController();
      const deploys = Promise.allSettled(
        Array.from({ length: DEPLOYERS }, async () => await migrate(options)),
      ).finally(() => {
        over.abort();
      });
      // Counted from the first lock on: how long it takes to connect is the machine's to say.
      while (!over.signal.aborted && (await client.query(HOLDERS)).rowCount === 0) await sleep(2);
      await sleep(round * 8);
      killed += (await client.query(KILL)).rowCount ?? 0;
      const outcomes = await deploys;
      expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeLessThanOrEqual(1);
      await migrate(options);
      expect(await appliedIn(client)).toEqual(Object.keys(FILES));
      const { rows } = await client.query<{ name: string }>('select name from runs order by name');
      expect(rows.map(({ name }) => name)).toEqual(Object.keys(FILES));
      await client.end();
    }
    expect(killed).toBeGreaterThan(ROUNDS / 4);
  },
  400_000,
);
