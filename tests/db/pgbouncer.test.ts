import { Client } from 'pg';
import {
  closeDb,
  consumeVerificationToken,
  createDb,
  deleteExpired,
  eq,
  prepared,
  sessionByToken,
  sessions,
  sessionsOfUser,
  sql,
  userByEmail,
  users,
  usersPage,
  verificationTokens,
} from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { HOW_TO_GET, HOW_TO_GET_NEW, PGBOUNCER, startBouncer } from '../postgres/bouncer.ts';
import type { Bouncer } from '../postgres/bouncer.ts';
import { BETWEEN } from './pgbouncer.ts';

/* The same typed queries through a real PgBouncer, whatever it knows of prepared statements. */

const CALLERS = 50;
const PEOPLE = `
  insert into auth.users (id, email, name)
    select 'u' || n, 'User' || n || '@example.test', 'name ' || n from generate_series(1, 200) n;
  insert into auth.sessions (id, session_token, user_id, expires)
    select 's' || n, 'token ' || n, 'u' || n, now() + interval '1 day' from generate_series(1, 200) n;
  create function public.taken() returns int language sql as 'select 1'`;

let database: TestDatabase;
let direct: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  direct = new Client(database.url);
  await direct.connect();
  await direct.query(PEOPLE);
}, 120_000);
afterAll(async () => {
  await direct.end();
  await database.drop();
});

test('a PgBouncer is here', () => {
  expect(PGBOUNCER === undefined ? HOW_TO_GET : 'here').toBe('here');
});

describe.each(BETWEEN)('$name', ({ program, mode, settings, keepsNames }) => {
  if (program === undefined) {
    test.skip(HOW_TO_GET_NEW, () => undefined);
    return;
  }
  let bouncer: Bouncer;
  const opened: Db[] = [];
  beforeEach(async () => {
    bouncer = await startBouncer(program, database.settings, mode, settings);
  });
  afterEach(async () => {
    for (const db of opened.splice(0)) await closeDb(db);
    await bouncer[Symbol.asyncDispose]();
  });
  const open = (options: { max?: number; preparedStatements?: boolean | 'detect' } = {}): Db => {
    const db = createDb({ settings: bouncer.settings, max: 10, ...options });
    opened.push(db);
    return db;
  };
  const atOnce = async <Result>(ask: (n: number) => Promise<Result>): Promise<Result[]> =>
    await Promise.all(Array.from({ length: CALLERS }, async (_, n) => await ask(n + 1)));

  test(`${CALLERS} callers at once have each their own rows`, async () => {
    const db = open();
    for (let round = 0; round < 4; round += 1) {
      const found = await atOnce(async (n) => {
        const [session] = await sessionByToken({ token: `token ${n}` }, db);
        const user = await userByEmail.first({ email: `uSER${n}@example.test` }, db);
        const [plain] = await db
          .select()
          .from(users)
          .where(eq(users.id, `u${n}`));
        const related = await db.query.users.findFirst({
          where: eq(users.id, `u${n}`),
          with: { sessions: true },
        });
        const [one] = await sessionsOfUser({ userId: `u${n}` }, db);
        const inside = await db.transaction(async (tx) => {
          await tx
            .update(users)
            .set({ name: `round ${round}` })
            .where(eq(users.id, `u${n}`));
          return await sessionByToken.first({ token: `token ${n}` }, tx);
        });
        return [session?.user.id, user?.id, plain?.id, related?.sessions[0]?.id, one?.id, inside?.user.name];
      });
      expect(found).toEqual(
        Array.from({ length: CALLERS }, (_, n) => [
          ...[`u${n + 1}`, `u${n + 1}`, `u${n + 1}`, `s${n + 1}`, `s${n + 1}`],
          `round ${round}`,
        ]),
      );
    }
    expect(db.$client.statementNames.areKept).toBe(keepsNames);
    const { rows } = await direct.query<{ used: number }>(
      // Workers of a parallel query and of autovacuum are nobody's sessions.
      `select count(*)::int as used from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend'`,
    );
    const most = mode === 'transaction' ? 3 : 10;
    expect(rows[0]?.used).toBeLessThanOrEqual(most + 1);
  });

  test('several clients, whose statements of one name are not the same', async () => {
    // Another version of the same application, on the same sessions of the server.
    const [ours, theirs] = [open(), open()];
    const name = 'of_two_versions';
    const one = prepared(name, { id: users.id }, ({ id }) =>
      ours.select({ id: users.id }).from(users).where(eq(users.id, id)),
    );
    const text = 'select name as n from auth.users where id = $1';
    const results = await atOnce(async (n) => {
      const [mine, other] = await Promise.all([
        one({ id: `u${n}` }, ours),
        theirs.$client.query<{ n: string }>({ name, text, values: [`u${n}`] }),
      ]);
      return [mine, Object.keys(other.rows[0] ?? {})];
    });
    expect(results).toEqual(Array.from({ length: CALLERS }, (_, n) => [[{ id: `u${n + 1}` }], ['n']]));
  });

  test('Drizzle’s own prepared statements, and named queries of the pool', async () => {
    const db = open();
    const byId = db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.id, sql.placeholder('id')))
      .prepare('drizzles_own');
    const named = { name: 'pools_own', text: 'select $1::int as n' };
    for (let round = 0; round < 3; round += 1) {
      expect(await atOnce(async (n) => (await byId.execute({ id: `u${n}` }))[0]?.id)).toEqual(
        Array.from({ length: CALLERS }, (_, n) => `u${n + 1}`),
      );
      expect(
        await atOnce(
          async (n) => (await db.$client.query<{ n: number }>({ ...named, values: [n] })).rows[0]?.n,
        ),
      ).toEqual(Array.from({ length: CALLERS }, (_, n) => n + 1));
    }
  });

  test('what writes, writes once', async () => {
    const db = open();
    const expires = new Date(Date.now() + 60_000);
    await atOnce(async (n) => {
      await db.insert(verificationTokens).values({ identifier: mode, token: String(n), expires });
    });
    const taken = await atOnce(async (n) =>
      Promise.all(
        [1, 2, 3].map(
          async () => await consumeVerificationToken.first({ identifier: mode, token: String(n) }, db),
        ),
      ),
    );
    expect(taken.map((all) => all.filter((one) => one !== undefined).length)).toEqual(Array(CALLERS).fill(1));
    await atOnce(async (n) => {
      await db
        .insert(sessions)
        .values({ sessionToken: `old ${n}`, userId: 'u1', expires: new Date(Date.now() - 60_000) });
    });
    const deleted = await Promise.all([1, 2, 3].map(async () => await deleteExpired({ batch: 7, on: db })));
    expect(deleted.reduce((sum, one) => sum + one.sessions, 0)).toBe(CALLERS);
    expect((await usersPage({ size: 5 }, db)).rows).toHaveLength(5);
  });

  test('a column gets another type while it is in use', async () => {
    const db = open();
    const table = `t_${mode}_${String(keepsNames)}_${PGBOUNCER === program ? 'own' : 'new'}`;
    await direct.query(`create table ${table} (id int, name text); insert into ${table} values (1, 'ada')`);
    const text = sql.raw(table);
    const statement = prepared(table, {}, () =>
      db.select({ id: sql`id`, name: sql`name` }).from(sql`${text}`),
    );
    for (const type of ['int', 'bigint', 'numeric']) {
      await direct.query(`alter table ${table} alter column id type ${type}`);
      const all = await atOnce(async () => await statement({}, db));
      expect(all.map(([row]) => row?.name)).toEqual(Array(CALLERS).fill('ada'));
    }
  });

  if (mode === 'transaction' && !keepsNames) {
    test('names that are sent all the same are mixed up: what is found out is needed', async () => {
      const db = open({ preparedStatements: true });
      const asked = await Promise.allSettled(
        Array.from({ length: CALLERS }, async (_, n) => {
          const { rows } = await db.$client.query<object>({ name: 'mixed', text: `select 1 as "${n}"` });
          return Object.keys(rows[0] ?? {})[0] === String(n);
        }),
      );
      expect(asked).not.toEqual(asked.map(() => ({ status: 'fulfilled', value: true })));
    });
  }

  test('it is found out once for a pool, and by nobody who says it', async () => {
    const seen = async (db: Db): Promise<number> => {
      let looks = 0;
      db.$client.on('connect', ({ connection: { stream } }) => {
        const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
        stream.write = (...given: unknown[]) => {
          if (String(given[0]).includes('pg_prepared_statements')) looks += 1;
          return write(...given);
        };
      });
      for (let round = 0; round < 3; round += 1) {
        await atOnce(async (n) => await sessionByToken({ token: `token ${n}` }, db));
      }
      return looks;
    };
    expect(await seen(open())).toBe(1);
    expect(await seen(open({ preparedStatements: false }))).toBe(0);
    const said = open({ preparedStatements: mode === 'session' || keepsNames });
    expect(await seen(said)).toBe(0);
  });

  test('nothing of finding out is left on the sessions of the server', async () => {
    const db = open({ max: 1 });
    await db.$client.query({ name: 'one', text: 'select 1' });
    const { rows } = await db.execute<{ name: string }>(
      sql`select name from pg_prepared_statements where name like 'keelson%'`,
    );
    expect(rows).toEqual([]);
  });
});

test('on a server without a pooler between, names are kept, also where the first is asked in a transaction', async () => {
  const db = createDb({ settings: database.settings, max: 2 });
  const found = await db.transaction(async (tx) => [
    await sessionByToken.first({ token: 'token 1' }, tx),
    (await tx.execute(sql`select name from pg_prepared_statements`)).rows,
  ]);
  expect(found).toMatchObject([{ user: { id: 'u1' } }, [{ name: 'auth_session_by_token' }]]);
  expect(db.$client.statementNames.areKept).toBe(true);
  await closeDb(db);
});

test('in a transaction that has failed nothing is found out', async () => {
  const db = createDb({ settings: database.settings, max: 1 });
  await expect(
    db.transaction(async (tx) => {
      await tx.execute(sql`select 1 / 0`).catch(() => undefined);
      await sessionByToken.first({ token: 'token 1' }, tx);
    }),
  ).rejects.toMatchObject({ code: '25P02' });
  expect(db.$client.statementNames.areKept).toBeUndefined();
  expect(await sessionByToken.first({ token: 'token 1' }, db)).toMatchObject({ user: { id: 'u1' } });
  expect(db.$client.statementNames.areKept).toBe(true);
  await closeDb(db);
});

test('what is sent at once on one connection keeps its order while it is found out', async () => {
  const db = createDb({ settings: database.settings, max: 1 });
  const client = await db.$client.connect();
  const order: string[] = [];
  await Promise.all(
    ['a', 'b', 'c'].map(async (text, index) => {
      const query = index === 1 ? `select '${text}'` : { name: `o${index}`, text: `select '${text}'` };
      await client.query(query as string);
      order.push(text);
    }),
  );
  client.release();
  expect(order).toEqual(['a', 'b', 'c']);
  await closeDb(db);
});

test.each([
  ['pgbouncer=true', false],
  ['pgbouncer=false', true],
])('a URL with %s', async (parameter, isKept) => {
  const url = new URL(database.url);
  const db = createDb({ url: `${database.url}${url.search === '' ? '?' : '&'}${parameter}`, max: 1 });
  await sessionByToken({ token: 'token 1' }, db);
  expect(db.$client.statementNames.areKept).toBe(isKept);
  await closeDb(db);
});
