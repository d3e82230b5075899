import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { Client } from 'pg';
import { eq, sessionByToken, sql, users } from '../../src/index.ts';
import * as authSchema from '../../src/lib/db/schema/index.ts';
import { connectionSettings, withSettings } from '../../src/postgres/settings.ts';
import { serverlessDb } from '../../src/serverless/index.ts';
import type { ServerlessDb } from '../../src/serverless/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { HOW_TO_GET, PGBOUNCER, startBouncer } from '../postgres/bouncer.ts';
import { startRelay } from '../postgres/relay.ts';

/* One connection, in a process that is frozen between two calls and may wake up to find it gone. */

let database: TestDatabase;
let observer: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  observer = new Client(database.url);
  await observer.connect();
  await observer.query('create table public.written (what text)');
}, 120_000);
afterAll(async () => {
  await observer.end();
  await database.drop();
});

const pidOf = async (db: ServerlessDb): Promise<number | undefined> =>
  (await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]?.pid;
const kill = async (pid: number | undefined): Promise<void> => {
  await observer.query('select pg_terminate_backend($1, 10000)', [pid]);
};
const written = async (): Promise<unknown> =>
  (await observer.query<{ what: string }>('delete from written returning what')).rows.map(({ what }) => what);
/** Longer than a connection goes without being looked after. */
const longEnough = async (): Promise<void> => {
  await sleep(600);
};

describe('the connection', () => {
  test('is the same for every call with the same settings, whoever made them', async () => {
    const db = serverlessDb({ settings: database.settings });
    const pid = await pidOf(db);
    const { settings } = database;
    const again = connectionSettings({ ...settings, password: settings.password });
    expect(serverlessDb({ settings: again })).toBe(db);
    expect(await pidOf(serverlessDb({ settings: again }))).toBe(pid);
    await longEnough();
    expect(await pidOf(serverlessDb({ settings }))).toBe(pid);
    await db.close();
  });

  test('is the same for another schema, and typed by that', async () => {
    const db = serverlessDb({ settings: database.settings });
    const schema = { people: users };
    const other = serverlessDb({ settings: database.settings, schema });
    expect(other).not.toBe(db);
    expect(serverlessDb({ settings: database.settings, schema })).toBe(other);
    expect(await other.query.people.findMany()).toEqual([]);
    expect(other.$client).toBe(db.$client);
    await other.close();
  });

  test('is another for other settings, and for who wants one alone', async () => {
    const db = serverlessDb({ url: database.url });
    const pids = [
      await pidOf(db),
      await pidOf(serverlessDb({ settings: withSettings(database.settings, { applicationName: 'other' }) })),
    ];
    await using alone = serverlessDb({ url: database.url, reuse: false });
    pids.push(await pidOf(alone));
    expect(new Set(pids).size).toBe(3);
    await db.close();
    await serverlessDb({ settings: withSettings(database.settings, { applicationName: 'other' }) }).close();
  });

  test('is one, however many ask at once, and each has its own answer', async () => {
    const settings = withSettings(database.settings, { applicationName: 'one only' });
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const { rows } = await serverlessDb({ settings }).execute<{ n: number; count: number }>(
          sql`select ${n}::int as n, (select count(*)::int from pg_stat_activity where application_name = 'one only') as count`,
        );
        return rows[0];
      }),
    );
    expect(answers).toEqual(Array.from({ length: 50 }, (_, n) => ({ n, count: 1 })));
    // Closing waits for those who wait.
    const late = Promise.all([1, 2, 3].map(async () => await pidOf(serverlessDb({ settings }))));
    // Drizzle asks a moment later.
    await new Promise((resolve) => setImmediate(resolve));
    await serverlessDb({ settings }).close();
    expect(new Set(await late).size).toBe(1);
    // And the next call opens another.
    expect(await pidOf(serverlessDb({ settings }))).not.toBe((await late)[0]);
    await serverlessDb({ settings }).close();
  });

  test('keeps no names of statements', async () => {
    await using db = serverlessDb({ settings: database.settings });
    expect(await sessionByToken({ token: 'x' }, db as never)).toEqual([]);
    const { rows } = await db.execute(sql`select name from pg_prepared_statements`);
    expect(rows).toEqual([]);
  });

  test('is not asked for by making a client, and is given up soon', async () => {
    const db = serverlessDb({ url: 'postgres://app@127.0.0.1:9/app?sslmode=disable' });
    expect(db.$client.totalCount).toBe(0);
    await expect(pidOf(db)).rejects.toMatchObject({ cause: { code: 'connection/refused' } });
    expect(db.$client.options.connectionTimeoutMillis).toBe(5000);
    const chosen = serverlessDb({ url: 'postgres://app@127.0.0.1:9/app?sslmode=disable&connect_timeout=7' });
    await expect(pidOf(chosen)).rejects.toMatchObject({ cause: { code: 'connection/refused' } });
    expect(chosen.$client.options.connectionTimeoutMillis).toBe(7000);
    await Promise.all([db.close(), chosen.close()]);
  });
});

describe('a connection that is lost between two calls', () => {
  test('by its backend: the next call has another', async () => {
    await using db = serverlessDb({ settings: database.settings });
    for (let round = 0; round < 5; round += 1) {
      const pid = await pidOf(db);
      await kill(pid);
      await longEnough();
      expect(await pidOf(db)).not.toBe(pid);
    }
  });

  test('without a word: the query goes to another, once', async () => {
    // So long it is looked whether the connection is there still.
    await using relay = await startRelay(database.settings, { connect: 3_000 });
    await using db = serverlessDb({ settings: relay.settings });
    await pidOf(db);
    relay.silence();
    await longEnough();
    await db.execute(sql`insert into written values ('once')`);
    expect([await written(), relay.opened()]).toEqual([['once'], 2]);
    relay.silence();
    await longEnough();
    await db.transaction(async (tx) => {
      await tx.execute(sql`insert into written values ('in a transaction')`);
    });
    expect([await written(), relay.opened()]).toEqual([['in a transaction'], 3]);
  });

  test('in the middle of a query: nobody knows what was done, so it is an error and is not sent again', async () => {
    await using relay = await startRelay(database.settings);
    await using db = serverlessDb({ settings: relay.settings });
    await pidOf(db);
    relay.loseNextAnswer();
    await expect(db.execute(sql`insert into written values ('maybe')`)).rejects.toThrow();
    // It was done, and the answer is what was lost.
    expect(await written()).toEqual(['maybe']);
    expect(await pidOf(db)).toEqual(expect.any(Number));
    expect(await written()).toEqual([]);
  });

  test('in the middle of a transaction: an error, nothing of it stays, and the process lives', async () => {
    await using db = serverlessDb({ settings: database.settings });
    await expect(
      db.transaction(async (tx) => {
        await tx.execute(sql`insert into written values ('half')`);
        await kill(await pidOf(tx as never));
        await sleep(50);
        await tx.execute(sql`insert into written values ('other half')`);
      }),
    ).rejects.toThrow();
    expect(await written()).toEqual([]);
    expect(await pidOf(db)).toEqual(expect.any(Number));
  });
});

describe('a process', () => {
  const start = () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, 'frozen.ts'), database.url],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      child,
      ask: async (): Promise<number> => {
        child.stdin.write('call\n');
        return Number((await lines.next()).value);
      },
    };
  };

  test('that is frozen and wakes up without its connection has another, time after time', async () => {
    const { child, ask } = start();
    let pid = await ask();
    for (let round = 0; round < 5; round += 1) {
      child.kill('SIGSTOP');
      await kill(pid);
      await longEnough();
      child.kill('SIGCONT');
      const now = await ask();
      expect([now, Number.isNaN(now)]).toEqual([expect.any(Number), false]);
      expect(now).not.toBe(pid);
      pid = now;
    }
    child.stdin.write('end\n');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends by itself, its connection with it', async () => {
    const { child, ask } = start();
    const pid = await ask();
    child.stdin.write('end\n');
    expect(await once(child, 'exit')).toEqual([0, null]);
    const left = async (): Promise<number | null> =>
      (await observer.query('select from pg_stat_activity where pid = $1', [pid])).rowCount;
    while ((await left()) !== 0) await sleep(20);
  });

  test('that goes on gives its connection back by itself', async () => {
    await using db = serverlessDb({ settings: database.settings });
    const pid = await pidOf(db);
    // In the time of the test, or it never does.
    while ((await observer.query('select from pg_stat_activity where pid = $1', [pid])).rowCount !== 0)
      await sleep(100);
    expect(db.$client.totalCount).toBe(0);
    expect(await pidOf(db)).not.toBe(pid);
  });
});

if (PGBOUNCER === undefined) {
  test.skip(`behind PgBouncer: ${HOW_TO_GET}`, () => undefined);
} else {
  const program = PGBOUNCER;
  test('behind PgBouncer: many instances on two sessions, one of which is lost', async () => {
    await using bouncer = await startBouncer(program, database.settings, 'transaction', {
      default_pool_size: 2,
    });
    const instances = Array.from({ length: 20 }, () =>
      serverlessDb({ settings: bouncer.settings, reuse: false }),
    );
    await observer.query(
      `insert into auth.users (id, email) select 'u' || n, 'u' || n || '@example.test' from generate_series(1, 20) n`,
    );
    for (let round = 0; round < 3; round += 1) {
      const found = await Promise.all(
        instances.map(async (db, n) => {
          const [user] = await db
            .select()
            .from(users)
            .where(eq(users.id, `u${n + 1}`));
          await sessionByToken({ token: 'x' }, db);
          return user?.id;
        }),
      );
      expect(found).toEqual(instances.map((_, n) => `u${n + 1}`));
      await kill(await pidOf(instances[0] as ServerlessDb));
      await longEnough();
    }
    await Promise.all(
      instances.map(async (db) => {
        await db.close();
      }),
    );
  });
}

describe('Drizzle’s driver for postgres.js, on the same schema', () => {
  test('queries, relations and transactions', async () => {
    const client = postgres(database.url, { max: 1, prepare: false });
    const db = drizzle(client, { schema: authSchema });
    await db.transaction(async (tx) => {
      await tx.insert(users).values({ id: 'js', email: 'js@example.test' });
    });
    expect(
      await db.query.users.findFirst({ where: eq(users.id, 'js'), with: { sessions: true } }),
    ).toMatchObject({
      id: 'js',
      sessions: [],
    });
    await client.end();
  });

  test('the hot queries say that it is no place for them', async () => {
    const client = postgres(database.url, { max: 1 });
    await expect(sessionByToken({ token: 'x' }, drizzle(client))).rejects.toMatchObject({
      code: 'query/place',
    });
    await client.end();
  });
});
