import { and, asc, desc, lt } from 'drizzle-orm';
import {
  alias,
  bigint,
  customType,
  date,
  integer,
  interval,
  jsonb,
  numeric,
  pgTable,
  text,
  time,
  timestamp,
} from 'drizzle-orm/pg-core';
import { closeDb, createDb, eq, gt, prepared, sessions, sql } from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';

/* A prepared statement gives the rows that Drizzle gives for the same query, and outlives what becomes of its tables. */

const lower = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => value.toLowerCase(),
  fromDriver: (value) => value.toUpperCase(),
});
const things = pgTable('things', {
  id: integer().primaryKey(),
  name: text(),
  code: lower(),
  price: numeric({ precision: 10, scale: 2, mode: 'number' }),
  big: bigint({ mode: 'bigint' }),
  seen: timestamp({ mode: 'date' }),
  said: timestamp({ withTimezone: true, mode: 'string' }),
  day: date({ mode: 'date' }),
  at: time(),
  lasts: interval(),
  tags: text().array(),
  days: timestamp({ mode: 'date' }).array(),
  more: jsonb().$type<{ a: number[] }>(),
  above: integer(),
});
const MADE = `
  create table things (id integer primary key, name text, code text, price numeric(10, 2), big bigint, seen timestamp,
    said timestamptz, day date, at time, lasts interval, tags text[], days timestamp[], more jsonb, above integer);
  insert into things values
    (1, 'one', 'abc', 1.5, 9007199254740993, '2026-03-29 02:30:00', '2026-01-01 12:00:00+02', '2026-03-29', '10:00',
      '1 day 2 hours', '{a,"b,c",null}', '{2026-01-01 00:00:00}', '{"a": [1]}', null),
    (2, null, null, null, null, null, null, null, null, null, null, null, null, 1),
    (3, 'three', 'x', 0, 0, '1999-12-31 23:59:59.999', now(), '1999-12-31', '00:00', '0', '{}', '{}', '[]', 2)`;

const people = pgTable('people', { id: integer().primaryKey(), name: text() });

let database: TestDatabase;
let db: Db<{ things: typeof things }>;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ settings: database.settings, schema: { things } });
  await db.execute(sql.raw(MADE));
}, 120_000);

afterAll(async () => {
  await closeDb(db);
  await database.drop();
});

/** Each test its own: a name stands for one text. */
function named(): string {
  count += 1;
  return `test_${count}`;
}

describe('the rows that Drizzle gives', () => {
  const above = alias(things, 'above');
  test.each(
    Object.entries({
      'of all columns': () => db.select().from(things).orderBy(things.id),
      'of some, and of SQL': () =>
        db
          .select({
            id: things.id,
            twice: sql<number>`${things.id} * 2`.mapWith(Number),
            n: sql`'x'`.as('n'),
          })
          .from(things)
          .orderBy(desc(things.id)),
      'of a table that may not be there': () =>
        db.select().from(things).leftJoin(above, eq(above.id, things.above)).orderBy(things.id),
      'of one that may not be, either way': () =>
        db.select().from(things).fullJoin(above, eq(above.id, things.above)).orderBy(things.id, above.id),
      'of chosen columns of both, the first of which may be null': () =>
        db
          .select({
            id: things.id,
            above: { name: above.name, id: above.id },
          })
          .from(things)
          .leftJoin(above, eq(above.id, things.above))
          .orderBy(things.id),
      'of a query in a query': () => {
        const inner = db.select({ id: things.id, code: things.code }).from(things).as('inner');
        return db.select().from(inner).orderBy(asc(inner.id));
      },
      'of what was written': () =>
        db
          .update(things)
          .set({ above: sql`${things.above}` })
          .where(gt(things.id, 1))
          .returning(),
      'of relations': () => db.query.things.findMany({ orderBy: things.id }),
      'of the first of them': () => db.query.things.findFirst({ orderBy: things.id }),
    }),
  )('%s', async (_, build) => {
    const statement = prepared(named(), {}, build as () => ReturnType<typeof build>);
    const expected: unknown = await build();
    for (let round = 0; round < 3; round += 1) expect(await statement({})).toEqual(expected);
  });

  test('without rows', async () => {
    const statement = prepared(named(), { id: things.id }, ({ id }) =>
      db.update(things).set({ name: 'x' }).where(eq(things.id, id)),
    );
    expect(await statement({ id: -1 })).toMatchObject({ rowCount: 0 });
  });
});

describe('arguments', () => {
  test('are written as their column writes its values', async () => {
    const bySeen = prepared(named(), { seen: things.seen, code: things.code }, ({ seen, code }) =>
      db
        .select({ id: things.id })
        .from(things)
        .where(and(eq(things.seen, seen), eq(things.code, code))),
    );
    const seen = new Date('2026-03-29T02:30:00Z');
    const plain = await db
      .select({ id: things.id })
      .from(things)
      .where(and(eq(things.seen, seen), eq(things.code, 'ABC')));
    expect(plain).toEqual([{ id: 1 }]);
    expect(await bySeen({ seen, code: 'ABC' })).toEqual(plain);
  });

  test('of no column, one of them twice, beside a value that is always the same', async () => {
    const statement = prepared(named(), { before: Number, most: Number }, ({ before, most }) =>
      db
        .select({ id: things.id, before: sql<number>`${before}::int` })
        .from(things)
        .where(and(lt(things.id, before), gt(things.id, 0)))
        .orderBy(things.id)
        .limit(most),
    );
    expect(await statement({ before: 3, most: 1 })).toEqual([{ id: 1, before: 3 }]);
    expect(await statement({ before: 4, most: 2 })).toEqual([
      { id: 1, before: 4 },
      { id: 2, before: 4 },
    ]);
  });

  test('are values, whatever is in them', async () => {
    const statement = prepared(named(), { name: things.name }, ({ name }) =>
      db.select({ id: things.id }).from(things).where(eq(things.name, name)),
    );
    for (const name of [`' or true --`, `one'; drop table things`, '$1', '\\', 'one\u0000'.slice(0, 3)]) {
      const found = await statement({ name });
      expect(found).toEqual(name === 'one' ? [{ id: 1 }] : []);
    }
  });

  test('that are not given are named', async () => {
    const statement = prepared(named(), { name: things.name }, ({ name }) =>
      db.select().from(things).where(eq(things.name, name)),
    );
    // @ts-expect-error it has to be given
    await expect(statement({})).rejects.toMatchObject({ code: 'query/argument-missing' });
  });

  test('may be null where that is written', async () => {
    const statement = prepared(named(), { id: things.id, seen: things.seen }, ({ id, seen }) =>
      db.update(things).set({ seen }).where(eq(things.id, id)).returning({ seen: things.seen }),
    );
    const now = new Date();
    expect(await statement.first({ id: 2, seen: now })).toEqual({ seen: now });
    // @ts-expect-error the type of a column's values has no null
    expect(await statement.first({ id: 2, seen: null })).toEqual({ seen: null });
  });
});

test('the first row, or undefined', async () => {
  const statement = prepared(named(), { id: things.id }, ({ id }) =>
    db.select({ name: things.name }).from(things).where(eq(things.id, id)),
  );
  expect(await statement.first({ id: 1 })).toEqual({ name: 'one' });
  expect(await statement.first({ id: 9 })).toBeUndefined();
  expect(statement.sql()).toContain('from "things"');
});

test('in a transaction it sees what that has written', async () => {
  const statement = prepared(named(), { id: things.id }, ({ id }) =>
    db.select({ id: things.id }).from(things).where(eq(things.id, id)),
  );
  await expect(
    db.transaction(async (tx) => {
      await tx.insert(things).values({ id: 50 });
      expect(await statement({ id: 50 }, tx)).toEqual([{ id: 50 }]);
      expect(await statement({ id: 50 })).toEqual([]);
      throw new Error('enough');
    }),
  ).rejects.toThrow('enough');
  expect(await statement({ id: 50 })).toEqual([]);
});

describe('what becomes of its tables', () => {
  test('a column gets another type while it is in use', async () => {
    await db.execute(sql`create table people (id integer primary key, name text); `);
    await db.execute(sql`insert into people values (1, 'ada')`);
    const statement = prepared(named(), { id: people.id }, ({ id }) =>
      db.select().from(people).where(eq(people.id, id)),
    );
    expect(await statement({ id: 1 })).toEqual([{ id: 1, name: 'ada' }]);
    await db.execute(sql`alter table people alter column id type bigint`);
    // Several at once: all of them are refused, and each runs again.
    const all = await Promise.all(Array.from({ length: 20 }, async () => await statement({ id: 1 })));
    expect(all).toEqual(
      Array.from({ length: 20 }, (): unknown => [expect.objectContaining({ name: 'ada' })]),
    );
    await db.execute(sql`alter table people alter column name type varchar(10)`);
    expect(await statement({ id: 1 })).toHaveLength(1);
  });

  test('a connection forgets it', async () => {
    const one = createDb({ settings: database.settings, schema: { things }, max: 1 });
    const statement = prepared(named(), {}, () => one.select({ id: things.id }).from(things));
    await statement({});
    await one.execute(sql`discard all`);
    expect(await statement({})).toHaveLength(3);
    await closeDb(one);
  });

  test('in a transaction nothing is done twice: it is for the caller to begin again', async () => {
    const statement = prepared(named(), {}, () => db.select({ id: things.id }).from(things));
    await expect(
      db.transaction(async (tx) => {
        await statement({}, tx);
        await tx.execute(sql`deallocate all`);
        await statement({}, tx);
      }),
    ).rejects.toMatchObject({ code: '26000' });
  });
});

test('a name stands for one text', async () => {
  const name = named();
  const build = () => db.select({ id: things.id }).from(things);
  await prepared(name, {}, build)({});
  await prepared(name, {}, build)({});
  await expect(prepared(name, {}, () => db.select().from(things))({})).rejects.toMatchObject({
    code: 'query/statement-name-taken',
  });
  await expect(prepared('é'.repeat(30), {}, build)({})).rejects.toMatchObject({
    code: 'query/statement-name',
  });
});

test('making one asks for nothing', () => {
  const build = jest.fn(() => db.select().from(things));
  prepared(named(), { token: sessions.sessionToken }, build);
  expect(build).not.toHaveBeenCalled();
});
