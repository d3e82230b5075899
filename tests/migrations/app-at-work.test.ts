// An application reads and writes through `db` while it is migrated and taken back.
import { setTimeout as sleep } from 'node:timers/promises';
import { eq, relations, sql } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { closeDb, createDb } from '../../src/lib/db/index.ts';
import type { Db } from '../../src/lib/db/index.ts';
import { statements } from './project.ts';
import { scene } from './scene.ts';

const customers = pgTable('customers', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  visits: integer('visits').notNull(),
});
const orders = pgTable('orders', {
  id: integer('id').primaryKey(),
  customer: integer('customer').notNull(),
  amount: integer('amount').notNull(),
});
const schema = {
  customers,
  orders,
  customersRelations: relations(customers, ({ many }) => ({ orders: many(orders) })),
  ordersRelations: relations(orders, ({ one }) => ({
    of: one(customers, { fields: [orders.customer], references: [customers.id] }),
  })),
};

const BASE = statements(
  [
    'create table customers (id int primary key, name text not null, visits int not null)',
    `insert into customers select n, 'customer ' || n, 0 from generate_series(1, 50) n`,
    'create table orders (id int primary key, customer int not null, amount int not null)',
    'insert into orders select -n, 1 + n % 50, n from generate_series(1, 5000) n',
  ],
  ['drop table orders, customers'],
);

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

/** The application at work: several users at once, each of whom does all that it can do, over and over. */
class App implements AsyncDisposable {
  readonly db: Db<typeof schema>;
  readonly failures: unknown[] = [];
  readonly #users: Promise<void>[];
  readonly #orders: number[] = [];
  #isOver = false;
  queries = 0;
  longest = 0;

  constructor(options: Parameters<typeof createDb>[0], users = 6) {
    this.db = createDb({ ...options, schema, max: users });
    const stored = this.db.query.customers
      .findFirst({ where: eq(customers.id, sql.placeholder('id')), with: { orders: { limit: 3 } } })
      .prepare('one_customer');
    this.#users = Array.from({ length: users }, async (_, user) => {
      for (let turn = 1; !this.#isOver; turn += 1) {
        const id = turn * users + user;
        const customer = 1 + (id % 50);
        await this.#timed(async () => {
          await this.db.insert(orders).values({ id, customer, amount: turn });
          this.#orders.push(id);
        });
        await this.#timed(async () => stored.execute({ id: customer }));
        await this.#timed(async () =>
          this.db
            .update(customers)
            .set({ visits: sql`${customers.visits} + 1` })
            .where(eq(customers.id, customer))
            .returning(),
        );
        await this.#timed(async () =>
          this.db.transaction(async (tx) => {
            await tx.select().from(orders).where(eq(orders.customer, customer)).limit(5);
            await tx
              .update(orders)
              .set({ amount: turn + 1 })
              .where(eq(orders.id, id));
          }),
        );
        await this.#timed(async () => this.db.execute(sql`select * from orders order by id desc limit 1`));
        await sleep(5);
      }
    });
  }

  /** How many orders the application knows to have been written. */
  get written(): number {
    return this.#orders.length;
  }

  /** Lets it do some more. */
  async more(queries = 200): Promise<void> {
    const until = this.queries + queries;
    while (this.queries < until) await sleep(10);
  }

  async #timed(query: () => Promise<unknown>): Promise<void> {
    const start = performance.now();
    try {
      await query();
    } catch (error) {
      this.failures.push((error as { cause?: unknown }).cause ?? error);
    }
    this.queries += 1;
    this.longest = Math.max(this.longest, performance.now() - start);
  }

  /** Lets its users finish. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#users);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await closeDb(this.db);
  }
}

const WRITTEN = `select count(*)::int as count from orders where id > 0`;

test('a deploy of safe migrations and its rollback give it not one failed query, and lose none of its rows', async () => {
  await using here = await scene({ '1_base': BASE });
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

test('a long transaction in the way of a migration: its other queries wait no longer than lock_timeout', async () => {
  await using here = await scene({ '1_base': BASE });
  await here.up();
  here.migrations.write('2_columns', SAFE['2_columns']);
  await using app = new App({ settings: here.database.settings });
  await app.more(50);
  const blocker = new Client(here.database.url);
  await blocker.connect();
  await blocker.query(`set application_name = 'report'; begin; select * from orders limit 1`);
  const notices: string[] = [];
  const deploy = here.up({ lockTimeout: 300, onNotice: (notice: string) => notices.push(notice) });
  const start = performance.now();
  while (notices.length < 2 || performance.now() - start < 5000) await sleep(50);
  await blocker.end();
  expect(await deploy).toEqual(['2_columns']);
  await app.more(50);
  await app.stop();
  expect(app.failures).toEqual([]);
  expect(notices.join('\n')).toMatch(
    /2_columns did not get its locks \(try \d+ of \d+\)[\s\S]*report of .*idle in transaction/,
  );
  // The transaction was open for more than five seconds.
  expect(app.longest).toBeLessThan(2500);
  expect((await here.client.query(WRITTEN)).rows).toEqual([{ count: app.written }]);
});

const HELD = `
select from pg_locks where relation = 'orders'::regclass and mode = 'AccessExclusiveLock' and granted order by pid`;

test('where it and a migration wait for each other, it is the migration that gives way', async () => {
  await using here = await scene({ '1_base': BASE });
  await here.up();
  // The other way round than the application reads them.
  here.migrations.write(
    '2_both',
    statements(
      [
        'alter table orders add column currency text',
        'select pg_sleep(0.3)',
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
      return await tx.$count(orders);
    });
    expect(count).toBe(5000);
  } finally {
    await closeDb(db);
    expect(await deploy).toEqual(['2_both']);
  }
  expect(notices.length).toBeGreaterThan(0);
});

test('what it writes while a column and a table go is set aside up to the last row', async () => {
  await using here = await scene({ '1_base': BASE });
  await here.up();
  for (const name of ['2_columns', '3_table'] as const) here.migrations.write(name, SAFE[name]);
  await here.up();
  await here.client.query(`
    insert into customers select n, 'more', 0, 'nick' from generate_series(100, 20000) n;
    insert into notes select n, 1, 'note' from generate_series(1, 20000) n`);
  /** Until the place is gone; how often it was told that its rows are written. */
  const writing = async (sql: string): Promise<number> => {
    const writer = new Client(here.database.url);
    await writer.connect();
    try {
      for (let written = 0; ; written += 1) await writer.query(sql, [written + 1]).catch(gone(written));
    } catch (end) {
      if (end instanceof Gone) return end.written;
      throw end;
    } finally {
      await writer.end();
    }
  };
  const writers = Promise.all([
    writing(`update customers set nickname = $1::text where id = 1`),
    writing(`insert into notes values (-$1::int, 1, 'new')`),
  ]);
  await sleep(50);
  await here.down();
  const [nickname, notes] = await writers;
  await here.up({ restoreKept: true });
  const { rows } = await here.client.query(
    `select (select nickname from customers where id = 1) as nickname, (select count(*)::int from notes where id < 0) as notes`,
  );
  expect(rows).toEqual([{ nickname: String(nickname), notes }]);
});

class Gone extends Error {
  readonly written: number;
  constructor(written: number) {
    super('gone');
    this.written = written;
  }
}

/** No such column, no such table. */
function gone(written: number): (error: unknown) => never {
  return (error) => {
    throw ['42703', '42P01'].includes((error as { code?: string }).code ?? '') ? new Gone(written) : error;
  };
}
