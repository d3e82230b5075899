// An application reads and writes through `db` while it is migrated and taken back.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { closeDb, createDb } from '../../src/lib/db/index.ts';
import { App, BASE, customers, orders, schema } from './application.ts';
import { closeGate, openGate, WAIT_AT_GATE } from './closed-gate.ts';
import { statements } from './project.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';

const STEPS = { transaction: false };
const SAFE = {
  '2_columns': statements(
    [
      'alter table customers add column nickname text',
      'alter table orders add column currency text not null default $$EUR$$',
    ],
    ['alter table orders drop column currency', 'alter table customers drop column nickname'],
  ),
  '3_table': statements(
    ['create table notes (id int primary key, customer int not null references customers, note text)'],
    ['drop table notes'],
  ),
  '4_index': statements(
    ['create index concurrently orders_customer_idx on orders (customer)'],
    ['drop index concurrently orders_customer_idx'],
    STEPS,
  ),
  '5_key': statements(
    [
      'alter table orders add constraint orders_customer_fk foreign key (customer) references customers (id) not valid',
    ],
    ['alter table orders drop constraint orders_customer_fk'],
  ),
  '6_key_valid': statements(['alter table orders validate constraint orders_customer_fk'], []),
  '7_check': statements(
    ['alter table orders add constraint orders_amount_check check (amount > 0) not valid'],
    ['alter table orders drop constraint orders_amount_check'],
  ),
  '8_check_valid': statements(['alter table orders validate constraint orders_amount_check'], []),
};

/**
 * Whoever waits looks for a deadlock much later than a migration gives way, so that a machine which stands still for
 * seconds does not have the application give way first.
 */
async function patientScene(
  files: Readonly<Record<string, string>>,
  deadlockTimeout = '20s',
): Promise<Scene> {
  const here = await scene(files);
  await here.client.query(
    `alter database "${here.database.name}" set deadlock_timeout = '${deadlockTimeout}'`,
  );
  return here;
}

const WRITTEN = `select count(*)::int as count from orders where id > 0`;

test('a deploy of safe migrations and its rollback give it not one failed query, and lose none of its rows', async () => {
  await using here = await patientScene({ '1_base': BASE });
  await here.up();
  for (const [name, text] of Object.entries(SAFE)) here.migrations.write(name, text);
  await using app = new App({ settings: here.database.settings });
  await app.more();
  expect(await here.up()).toEqual(Object.keys(SAFE));
  await app.more();
  await here.client.query(
    `update customers set nickname = 'n' || id where id <= 10; insert into notes values (1, 1, 'one'), (2, 2, 'two')`,
  );
  expect(await here.down()).toEqual(Object.keys(SAFE).reverse());
  await app.more();
  await app.stop();
  expect(app.failures).toEqual([]);
  expect(app.queries).toBeGreaterThan(600);
  expect((await here.client.query(WRITTEN)).rows).toEqual([{ count: app.written }]);
  // What the columns and the table held, of orders all that the application wrote before they went.
  expect(await here.up({ restoreKept: true })).toEqual(Object.keys(SAFE));
  const { rows } = await here.client.query(
    `select (select json_agg(nickname order by id) from customers where nickname is not null) as nicknames,
      (select json_agg(note order by id) from notes) as notes`,
  );
  expect(rows).toEqual([
    { nicknames: Array.from({ length: 10 }, (_, n) => `n${n + 1}`), notes: ['one', 'two'] },
  ]);
});

test('a long transaction in the way of a migration: its other queries do not wait until that has ended', async () => {
  await using here = await patientScene({ '1_base': BASE });
  await here.up();
  here.migrations.write('2_columns', SAFE['2_columns']);
  await using app = new App({ settings: here.database.settings });
  await app.more(50);
  const blocker = new Client(here.database.url);
  await blocker.connect();
  await blocker.query(`set application_name = 'report'; begin; select * from orders limit 1`);
  const notices: string[] = [];
  const deploy = here.up({ lockTimeout: 300, onNotice: (notice: string) => notices.push(notice) });
  while (notices.length < 2) await sleep(50);
  // Whoever waited for that transaction would wait for ever: it ends after this.
  await app.everybodyOnce();
  await blocker.end();
  expect(await deploy).toEqual(['2_columns']);
  await app.more(50);
  await app.stop();
  expect(app.failures).toEqual([]);
  expect(notices.join('\n')).toMatch(
    /2_columns did not get its locks \(try \d+ of \d+\)[\s\S]*report of .*idle in transaction/,
  );
  expect((await here.client.query(WRITTEN)).rows).toEqual([{ count: app.written }]);
});

const HELD = `
select from pg_locks where relation = 'orders'::regclass and mode = 'AccessExclusiveLock' and granted order by pid`;

test.each([
  ['3s', '1500ms'],
  ['20s', '2s'],
])('with deadlock_timeout = %s a migration waits %s for a lock', async (deadlockTimeout, expected) => {
  const noted = `create table patience as select current_setting('lock_timeout') as value`;
  await using here = await patientScene({ '1_noted': statements([noted], []) }, deadlockTimeout);
  await here.up();
  expect((await here.client.query('table patience')).rows).toEqual([{ value: expected }]);
});

const WAITING = `select from pg_locks where relation = 'orders'::regclass and not granted order by pid`;

test('where it and a migration wait for each other, it is the migration that gives way', async () => {
  await using here = await patientScene({ '1_base': BASE });
  await here.up();
  await closeGate(here);
  // The other way round than the application reads them.
  here.migrations.write(
    '2_both',
    statements(
      [
        'alter table orders add column currency text',
        // Not before the application waits: whoever waits first would be the first to look for a deadlock.
        WAIT_AT_GATE,
        'alter table customers add column nickname text',
      ],
      [],
    ),
  );
  const db = createDb({ settings: here.database.settings, schema, max: 1 });
  const notices: string[] = [];
  let deploy: Promise<readonly string[]> = Promise.resolve([]);
  try {
    const count = await db.transaction(async (tx) => {
      await tx.select().from(customers).limit(1);
      deploy = here.up({ onNotice: (notice: string) => notices.push(notice) });
      while ((await here.client.query(HELD)).rowCount === 0) await sleep(10);
      const [counted] = await Promise.all([tx.$count(orders), openOnce(here)]);
      return counted;
    });
    expect(count).toBe(5000);
  } finally {
    await closeDb(db);
    expect(await deploy).toEqual(['2_both']);
  }
  expect(notices.length).toBeGreaterThan(0);
});

/** Opens the gate as soon as somebody waits for the table that is locked. */
async function openOnce(here: Scene): Promise<void> {
  while ((await here.client.query(WAITING)).rowCount === 0) await sleep(10);
  await openGate(here);
}

test('what it writes while a column and a table go is set aside up to the last row', async () => {
  await using here = await patientScene({ '1_base': BASE });
  await here.up();
  for (const name of ['2_columns', '3_table'] as const) here.migrations.write(name, SAFE[name]);
  await here.up();
  await here.client.query(`
    insert into customers select n, 'more', 0, 'nick' from generate_series(100, 20000) n;
    insert into notes select n, 1, 'note' from generate_series(1, 20000) n`);
  /** How often each of the two was told that its row is written. */
  const told = { nickname: 0, notes: 0 };
  /** Writes until the place is gone: no such column, no such table. */
  const writing = async (what: keyof typeof told, sql: string): Promise<void> => {
    const writer = new Client(here.database.url);
    await writer.connect();
    try {
      for (;;) {
        await writer.query(sql, [told[what] + 1]);
        told[what] += 1;
      }
    } catch (error) {
      if (!['42703', '42P01'].includes((error as { code?: string }).code ?? '')) throw error;
    } finally {
      await writer.end();
    }
  };
  const writers = Promise.all([
    writing('nickname', `update customers set nickname = $1::text where id = 1`),
    writing('notes', `insert into notes values (-$1::int, 1, 'new')`),
  ]);
  while (told.nickname === 0 || told.notes === 0) await sleep(5);
  await here.down();
  await writers;
  await here.up({ restoreKept: true });
  const { rows } = await here.client.query(
    `select (select nickname from customers where id = 1) as nickname, (select count(*)::int from notes where id < 0) as notes`,
  );
  expect(rows).toEqual([{ nickname: String(told.nickname), notes: told.notes }]);
});
