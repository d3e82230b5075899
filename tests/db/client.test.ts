import { closeDb, count, createDb, eq, first, pool, sql, users } from '../../src/index.ts';
import type { LoggedQuery } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
}, 120_000);

afterAll(async () => {
  await database.drop();
});

test('importing opens no connection', () => {
  expect(pool.totalCount).toBe(0);
});

test('typed rows in and out, and relations', async () => {
  const db = createDb({ url: database.url });
  await db.insert(users).values({ id: 'user-id', email: 'user@example.test', name: 'User' });
  const user = await first(db.select().from(users).where(eq(users.id, 'user-id')));
  expect(user?.email).toBe('user@example.test');
  expect(await first(db.select().from(users).where(eq(users.id, 'nobody')))).toBeUndefined();
  const withSessions = await db.query.users.findFirst({ with: { sessions: true } });
  expect(withSessions?.sessions).toEqual([]);
  await closeDb(db);
  // Once more does no harm.
  await closeDb(db);
});

test('a schema of one’s own types a second database', async () => {
  const db = createDb({ settings: database.settings, schema: { people: users }, max: 1 });
  expect(await db.query.people.findMany({ columns: { id: true } })).toEqual(expect.any(Array));
  expect(db.$client.options.max).toBe(1);
  await closeDb(db);
});

test('a transaction that fails leaves nothing, and its connection is returned', async () => {
  const db = createDb({ url: database.url, max: 1 });
  await expect(
    db.transaction(async (transaction) => {
      await transaction.insert(users).values({ id: 'half' });
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  expect(await db.select({ count: count() }).from(users).where(eq(users.id, 'half'))).toEqual([{ count: 0 }]);
  await closeDb(db);
});

test('a failing connection says what was tried and what to check', async () => {
  const db = createDb({ url: 'postgres://app:secret@127.0.0.1:9/app' });
  const error = await db
    .select()
    .from(users)
    .then(
      () => undefined,
      (failure: unknown) => failure as Error,
    );
  expect(error?.cause).toMatchObject({ code: 'connection/refused' });
  expect((error?.cause as Error).message).toContain(
    'cannot connect to app@127.0.0.1:9/app: nothing listens there',
  );
  await closeDb(db);
});

describe('the query log', () => {
  const run = async (options: { logParameters?: boolean }): Promise<LoggedQuery[]> => {
    const logged: LoggedQuery[] = [];
    const db = createDb({ url: database.url, log: (query) => logged.push(query), ...options });
    await db.select({ id: users.id }).from(users).where(eq(users.email, 'secret@example.test'));
    await db.transaction(async (transaction) => {
      await transaction.execute(sql`select ${'hidden'}::text`);
    });
    await db.execute(sql`select 1/0`).catch(() => undefined);
    await closeDb(db);
    return logged;
  };

  test('has each query with its duration and rows, and no parameters', async () => {
    const logged = await run({});
    expect(logged.map(({ sql: text }) => text)).toEqual([
      'select "id" from "auth"."users" where "auth"."users"."email" = $1',
      'begin',
      'select $1::text',
      'commit',
      'select 1/0',
    ]);
    expect(logged[0]).toEqual({
      sql: expect.any(String) as string,
      parameterCount: 1,
      milliseconds: expect.any(Number) as number,
      rows: 0,
    });
    expect(logged[4]).toMatchObject({ error: '22012' });
    expect(JSON.stringify(logged)).not.toMatch(/secret|hidden/);
  });

  test('has the parameters when they are asked for', async () => {
    expect((await run({ logParameters: true }))[0]).toMatchObject({ parameters: ['secret@example.test'] });
  });

  test('writes lines to stderr without parameters', async () => {
    const written: string[] = [];
    const write = jest
      .spyOn(process.stderr, 'write')
      .mockImplementation((line) => written.push(String(line)) > 0);
    const db = createDb({ url: database.url, log: 'queries' });
    await db.select({ id: users.id }).from(users).where(eq(users.email, 'secret@example.test'));
    await closeDb(db);
    write.mockRestore();
    expect(written).toEqual([
      expect.stringMatching(
        /^query \d+\.\d ms, 0 rows: select "id" from "auth"\."users" where .* \[1 parameters\]\n$/,
      ),
    ]);
  });
});
