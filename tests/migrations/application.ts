import { setTimeout as sleep } from 'node:timers/promises';
import { eq, relations, sql } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { closeDb, createDb } from '../../src/lib/db/index.ts';
import type { Db } from '../../src/lib/db/index.ts';
import { statements } from './project.ts';

export const customers = pgTable('customers', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  visits: integer('visits').notNull(),
});
export const orders = pgTable('orders', {
  id: integer('id').primaryKey(),
  customer: integer('customer').notNull(),
  amount: integer('amount').notNull(),
});
export const schema = {
  customers,
  orders,
  customersRelations: relations(customers, ({ many }) => ({ orders: many(orders) })),
  ordersRelations: relations(orders, ({ one }) => ({
    of: one(customers, { fields: [orders.customer], references: [customers.id] }),
  })),
};

/** Makes what it reads and writes. */
export const BASE = statements(
  [
    'create table customers (id int primary key, name text not null, visits int not null)',
    `insert into customers select n, 'customer ' || n, 0 from generate_series(1, 50) n`,
    'create table orders (id int primary key, customer int not null, amount int not null)',
    'insert into orders select -n, 1 + n % 50, n from generate_series(1, 5000) n',
  ],
  ['drop table orders, customers'],
);

/** The application at work: several users at once, each of whom does all that it can do, over and over. */
export class App implements AsyncDisposable {
  readonly db: Db<typeof schema>;
  readonly failures: unknown[] = [];
  readonly #users: Promise<void>[];
  readonly #orders: number[] = [];
  readonly #turns: number[];
  #isOver = false;
  queries = 0;

  constructor(options: Parameters<typeof createDb>[0], users = 6) {
    this.db = createDb({ ...options, schema, max: users });
    const stored = this.db.query.customers
      .findFirst({ where: eq(customers.id, sql.placeholder('id')), with: { orders: { limit: 3 } } })
      .prepare('one_customer');
    this.#turns = Array.from({ length: users }, () => 0);
    this.#users = this.#turns.map(async (_, user) => {
      for (let turn = 1; !this.#isOver; turn += 1) {
        this.#turns[user] = turn;
        const id = turn * users + user;
        const customer = 1 + (id % 50);
        await this.#did(async () => {
          await this.db.insert(orders).values({ id, customer, amount: turn });
          this.#orders.push(id);
        });
        await this.#did(async () => stored.execute({ id: customer }));
        await this.#did(async () =>
          this.db
            .update(customers)
            .set({ visits: sql`${customers.visits} + 1` })
            .where(eq(customers.id, customer))
            .returning(),
        );
        await this.#did(async () =>
          this.db.transaction(async (tx) => {
            await tx.select().from(orders).where(eq(orders.customer, customer)).limit(5);
            await tx
              .update(orders)
              .set({ amount: turn + 1 })
              .where(eq(orders.id, id));
          }),
        );
        await this.#did(async () => this.db.execute(sql`select * from orders order by id desc limit 1`));
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

  /** Lets each of its users do all that it can do, whatever has to be waited for. */
  async everybodyOnce(): Promise<void> {
    const before = [...this.#turns];
    // The turn that was begun before is not all of one.
    while (this.#turns.some((turn, user) => turn < (before[user] ?? 0) + 2)) await sleep(10);
  }

  async #did(query: () => Promise<unknown>): Promise<void> {
    try {
      await query();
    } catch (error) {
      this.failures.push((error as { cause?: unknown }).cause ?? error);
    }
    this.queries += 1;
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
