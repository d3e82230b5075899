import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { closeDb, createDb, sql } from '../../src/index.ts';
import type { Db, LoggedQuery, Transaction } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';

export const things = pgTable('things', { id: integer().primaryKey(), name: text() });
export interface Schema extends Record<string, unknown> {
  readonly things: typeof things;
}

export let database: TestDatabase;
/** A client of three connections. */
export let db: Db<Schema>;
/** What it has sent in this test. */
export const logged: LoggedQuery[] = [];

export const sent = (): readonly string[] => logged.map((query) => query.sql);
export const ids = async (): Promise<readonly number[]> =>
  (await db.select({ id: things.id }).from(things).orderBy(things.id)).map(({ id }) => id);
export const add = async (tx: Transaction<Schema>, id: number): Promise<void> => {
  await tx.insert(things).values({ id });
};
export const stop = new Error('stop');

/** A table of things for the tests of a file, empty before each of them, and a client that holds nothing after it. */
export function thingsForFile(): void {
  beforeAll(async () => {
    database = await createTestDatabase();
    db = createDb({
      settings: database.settings,
      schema: { things },
      max: 3,
      log: (query) => logged.push(query),
    });
    await db.execute(sql`create table things (id integer primary key, name text)`);
  }, 120_000);

  beforeEach(async () => {
    await db.execute(sql`truncate things`);
    logged.length = 0;
  });

  /** In every case: no connection is held, nobody waits for one, and none is in a transaction. */
  afterEach(async () => {
    const { $client: pool } = db;
    expect([pool.totalCount - pool.idleCount, pool.waitingCount]).toEqual([0, 0]);
    const { rows } = await db.execute(
      sql`select pid from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    );
    expect(rows).toEqual([]);
  });

  afterAll(async () => {
    await closeDb(db);
    await database.drop();
  });
}
