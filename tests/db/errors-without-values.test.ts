import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { DrizzleQueryError, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { customType, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';
import { closeDb, createDb, eq, prepared } from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

const things = pgTable('things', {
  id: integer().primaryKey(),
  name: text().unique(),
  tags: text().array().unique(),
  data: jsonb().unique(),
  raw: bytes().unique(),
  at: timestamp().unique(),
  day: date().unique(),
  ref: uuid(),
  small: integer(),
});

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Db<{ things: typeof things }>;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  db = createDb({ url: database.url, schema: { things } });
  await db.execute(sql`create table things (id int primary key, name text unique, tags text[] unique,
    data jsonb unique, raw bytea unique, at timestamp unique, day date unique, ref uuid, small int check (small < 10))`);
  await db.execute(sql`create function refuse(given text) returns text language plpgsql as
    $$ begin raise exception 'refused %', given using hint = 'not ' || given; end $$`);
}, 120_000);

afterAll(async () => {
  await closeDb(db);
  await database.drop();
});

interface Failure extends Error {
  readonly cause?: Failure;
  readonly code?: string;
  readonly detail?: string;
  readonly params?: readonly unknown[];
  readonly query?: string;
}

async function failureOf(work: PromiseLike<unknown>): Promise<Failure> {
  return await Promise.resolve(work).then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error as Failure,
  );
}

/** All ways in which people print an error. */
function printed(error: Failure): string {
  const { cause } = error;
  return [error, ...(cause === undefined ? [] : [cause])]
    .flatMap((one) => [
      String(one),
      one.message,
      one.stack,
      inspect(one, { depth: 10 }),
      JSON.stringify(one),
      JSON.stringify({ ...one }),
    ])
    .join('\n');
}

const SECRET = 'hunter2-secret';

describe('a secret in a parameter is in nothing that is printed', () => {
  const byName = prepared('things_by_number', { small: things.small }, ({ small }) =>
    db.select().from(things).where(eq(things.small, small)),
  );
  const one = (): PromiseLike<unknown> => db.insert(things).values({ id: 1, name: SECRET });
  const ways: Readonly<Record<string, () => PromiseLike<unknown>>> = {
    select: () =>
      db
        .select()
        .from(things)
        .where(sql`${things.id} = ${SECRET}`),
    'a unique constraint': () => one().then(one),
    update: () => db.update(things).set({ ref: SECRET }),
    delete: () => db.delete(things).where(eq(things.ref, SECRET)),
    execute: () => db.execute(sql`select ${SECRET}::int`),
    'a missing table': () => db.execute(sql`select ${SECRET}::regclass`),
    'a function that raises': () => db.execute(sql`select refuse(${SECRET})`),
    relational: () => db.query.things.findMany({ where: sql`${things.id} = ${SECRET}` }),
    'the first of relational': () => db.query.things.findFirst({ where: eq(things.ref, SECRET) }),
    $count: () => db.$count(things, eq(things.ref, SECRET)),
    "Drizzle's prepared": () =>
      db
        .select()
        .from(things)
        .where(eq(things.ref, sql.placeholder('ref')))
        .prepare('things_by_ref')
        .execute({ ref: SECRET }),
    prepared: () => byName({ small: SECRET as unknown as number }),
    'pool.query': () => db.$client.query('select $1::int', [SECRET]),
    'pool.query by an object': () => db.$client.query({ text: 'select $1::int', values: [SECRET] }),
    transaction: () => db.transaction(async (tx) => await tx.execute(sql`select ${SECRET}::int`)),
    'a query of a transaction': () =>
      db.transaction(async (tx) => await tx.query.things.findMany({ where: eq(things.ref, SECRET) })),
    savepoint: () =>
      db.transaction(
        async (tx) =>
          await tx.transaction(async (inner) => await inner.delete(things).where(eq(things.ref, SECRET))),
      ),
    'prepared in a transaction': () =>
      db.transaction(async (tx) => await byName({ small: SECRET as unknown as number }, tx)),
    // Nothing listens on port 9.
    'no connection': () =>
      createDb({ url: 'postgres://app@127.0.0.1:9/app', schema: { things } })
        .select()
        .from(things)
        .where(eq(things.name, SECRET)),
  };

  test.each(Object.keys(ways))('%s', async (name) => {
    const error = await failureOf(ways[name]?.() ?? Promise.reject(new Error('no way')));
    expect(printed(error)).not.toContain(SECRET);
    expect(printed(error)).not.toContain('hunter2');
    expect(error.stack).toContain(error.message);
  });
});

test('the class, the SQL, the SQLSTATE, the constraint and the cause stay, and detail by its name', async () => {
  await db.insert(things).values({ id: 20, name: 'taken-name' });
  const error = await failureOf(db.insert(things).values({ id: 21, name: 'taken-name' }));
  expect(error).toBeInstanceOf(DrizzleQueryError);
  expect(error.query).toMatch(/^insert into "things"/);
  expect(error.params).toEqual(['?', '?']);
  expect(error.message).toBe(`Failed query: ${error.query ?? ''}\nparams: ?,?`);
  expect(error.cause).toMatchObject({
    code: '23505',
    constraint: 'things_name_key',
    message: 'duplicate key value violates unique constraint "things_name_key"',
  });
  expect(error.cause?.detail).toBe('Key (name)=(taken-name) already exists.');
  expect(Object.keys(error.cause ?? {})).not.toContain('detail');
});

test('what a message says besides the value stays', async () => {
  const error = await failureOf(db.execute(sql`select ${'x'}::int`));
  expect(error.cause?.message).toBe('invalid input syntax for type integer: "…"');
  const unknown = await failureOf(db.execute(sql`select ${SECRET}::regclass`));
  expect(unknown.cause?.message).toBe('relation "…" does not exist');
});

test('values of every kind', async () => {
  for (let round = 0; round < 40; round += 1) {
    const secret = randomBytes(8).toString('hex');
    const year = 1900 + round;
    const rows = [
      { tags: [secret, `a "quoted" ${secret}`] },
      { data: { deep: [{ secret }], [secret]: 1 } },
      { raw: Buffer.from(secret) },
      { at: new Date(Date.UTC(year, 0, 2, 3, 4, 5)) },
      { day: `${year}-02-03` },
      { ref: secret },
      { name: `${secret}\n"${secret}'` },
    ];
    for (const [at, row] of rows.entries()) {
      // The second of two equal rows is refused, the first where it is no value of its type.
      const insert = async (id: number) => await db.insert(things).values({ id, ...row });
      const error = await failureOf(
        insert(1000 + round * 20 + at).then(async () => await insert(round * 20 + at + 5000)),
      );
      const text = printed(error);
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
      expect(text).not.toContain(`${year}-0`);
      await db.delete(things);
    }
  }
});

test('they are said when they are asked for', async () => {
  const asked = createDb({ url: database.url, schema: { things }, errorParameters: true });
  const error = await failureOf(asked.insert(things).values({ id: 1, ref: SECRET }));
  await closeDb(asked);
  expect(error.message).toContain(SECRET);
  expect(error.cause?.message).toContain(SECRET);
});

test('other users of the same drizzle-orm see theirs as they were', async () => {
  const pool = new Pool({ connectionString: database.url });
  const error = await failureOf(drizzle(pool).execute(sql`select ${SECRET}::int`));
  await pool.end();
  expect(error.message).toContain(SECRET);
});

test('an error of a caller in a transaction is theirs', async () => {
  const own = new Error(`about ${SECRET}`);
  expect(await failureOf(db.transaction(async () => await Promise.reject(own)))).toBe(own);
  expect(own.message).toBe(`about ${SECRET}`);
});
