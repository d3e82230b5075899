import { setTimeout as sleep } from 'node:timers/promises';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { closeDb, createDb, idempotent, Problem, prepared, sql } from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { withClient } from '../../src/postgres/client.ts';
import { ScratchServer } from '../postgres/scratch-server.ts';
import { until } from '../postgres/standbys.ts';

/*
 * An application writes and reads while its server is restarted and its sessions are killed. What was answered is there, once;
 * what failed says that it is not known; nothing waits for ever, and what may be asked twice never fails.
 */

const marks = pgTable('marks', { id: text().notNull(), writer: integer().notNull() });
const schema = { marks };

let server: ScratchServer;
let db: Db<typeof schema>;
beforeAll(async () => {
  server = await ScratchServer.make();
  await server.start();
}, 120_000);
beforeEach(async () => {
  await withClient(server.connection(), async (client) => {
    // No key: what is written twice is there twice.
    await client.query(
      'drop table if exists marks; create table marks (id text not null, writer int not null)',
    );
  });
  db = createDb({ settings: server.connection(), schema, max: 6 });
});
afterEach(async () => {
  await closeDb(db);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

/** What became of what was written, by those who wrote it. */
interface Told {
  readonly answered: string[];
  /** Nobody knows whether it is there. */
  readonly lost: string[];
  /** It never went on its way. */
  readonly unsent: string[];
  readonly others: unknown[];
}

const WRITERS = 6;
const READERS = 4;
const UNSENT = new Set(['connection/refused', 'connection/starting-up', 'connection/closed']);

/** Those who write and read, as whoever harms them sees them. */
interface Load {
  /** Waits until each of them has had an answer from now on: what is asked again is given up when it fails for too long. */
  readonly everybody: () => Promise<void>;
  /** One of them has failed, and harm is of no use any more. */
  readonly isOver: () => boolean;
}

/** Writes and reads until `harm` is done. */
async function under(harm: (load: Load) => Promise<void>): Promise<Told & { readonly reads: number }> {
  const told: Told = { answered: [], lost: [], unsent: [], others: [] };
  let isOver = false;
  let reads = 0;
  const answers = Array<number>(WRITERS + READERS).fill(0);
  const answered = (who: number): void => {
    answers[who] = (answers[who] ?? 0) + 1;
  };
  const everybody = async (): Promise<void> => {
    const before = [...answers];
    await until(() => isOver || answers.every((count, who) => count > (before[who] ?? 0)));
  };
  const write = async (writer: number): Promise<void> => {
    for (let count = 0; !isOver; count += 1) {
      const id = `${writer}-${count}`;
      try {
        await db.insert(marks).values({ id, writer });
        told.answered.push(id);
        answered(writer);
      } catch (error) {
        const cause = (error as Error).cause;
        const code = cause instanceof Problem ? cause.code : undefined;
        if (code === 'connection/lost') told.lost.push(id);
        else if (code !== undefined && UNSENT.has(code)) told.unsent.push(id);
        else told.others.push(cause ?? error);
        await sleep(5);
      }
    }
  };
  const countOf = prepared(
    'marks_of_writer',
    { writer: marks.writer },
    ({ writer }) =>
      db
        .select({ count: sql<number>`count(*)::int` })
        .from(marks)
        .where(sql`writer = ${writer}`),
    { isIdempotent: true },
  );
  const read = async (writer: number): Promise<void> => {
    let before = 0;
    while (!isOver) {
      // One the long way round, one that does it by itself.
      const [row] = await (reads % 2 === 0
        ? countOf({ writer })
        : idempotent(() =>
            db
              .select({ count: sql<number>`count(*)::int` })
              .from(marks)
              .where(sql`writer = ${writer}`),
          ));
      // What was there once does not go again.
      expect(row?.count).toBeGreaterThanOrEqual(before);
      before = row?.count ?? 0;
      reads += 1;
      answered(WRITERS + writer);
    }
  };
  const all = [
    ...Array.from({ length: WRITERS }, async (_, writer) => write(writer)),
    ...Array.from({ length: READERS }, async (_, writer) => read(writer)),
  ];
  const harmed = harm({ everybody, isOver: () => isOver });
  try {
    await Promise.race([harmed, ...all]);
  } finally {
    isOver = true;
    // Nobody goes on under the next test.
    await Promise.allSettled([harmed, ...all]);
  }
  await Promise.all(all);
  return { ...told, reads };
}

/** Everything that is there, from a session that nobody harms. */
async function there(): Promise<readonly string[]> {
  return await withClient(server.connection(), async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from marks');
    return rows.map(({ id }) => id);
  });
}

async function expectKept({ answered, lost, unsent, others }: Told): Promise<void> {
  const found = await there();
  const once = new Set(found);
  expect(others).toEqual([]);
  expect(found.length).toBe(once.size);
  expect(answered.filter((id) => !once.has(id))).toEqual([]);
  expect(unsent.filter((id) => once.has(id))).toEqual([]);
  expect(found.length).toBeLessThanOrEqual(answered.length + lost.length);
}

test('a server that is restarted 20 times: no write is lost or done twice, and reads go on', async () => {
  const told = await under(async ({ everybody, isOver }) => {
    await everybody();
    for (let time = 0; time < 20 && !isOver(); time += 1) {
      await server.start();
      await everybody();
    }
  });
  await expectKept(told);
  expect(told.answered.length).toBeGreaterThan(20);
  expect(told.lost.length + told.unsent.length).toBeGreaterThan(0);
  expect(told.reads).toBeGreaterThan(20);
}, 180_000);

test('100 sessions that are killed: each costs at most what it was asked', async () => {
  const told = await under(async ({ everybody, isOver }) => {
    await withClient(server.connection(), async (killer) => {
      let killed = 0;
      while (killed < 100 && !isOver()) {
        const { rows } = await killer.query<{ is: boolean }>(`
          select pg_terminate_backend(pid, 5000) as is from pg_stat_activity
          where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit 2`);
        const before = killed;
        killed += rows.filter(({ is }) => is).length;
        // Some at once, and nobody is among them for ever.
        if (Math.floor(killed / 10) > Math.floor(before / 10)) await everybody();
      }
    });
  });
  await expectKept(told);
  expect(told.lost.length).toBeGreaterThan(0);
  // Each of them had one query at most in flight.
  expect(told.lost.length).toBeLessThanOrEqual(100);
  expect(told.reads).toBeGreaterThan(100);
}, 120_000);

test('a session that is killed between two queries of a transaction fails the next one, and nobody else', async () => {
  const transaction = db.transaction(async (tx) => {
    await tx.insert(marks).values({ id: 'in', writer: 0 });
    const [{ pid } = { pid: 0 }] = (await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))
      .rows;
    await withClient(server.connection(), async (client) => {
      await client.query('select pg_terminate_backend($1, 5000)', [pid]);
    });
    // The socket tells of it before anybody asks.
    await sleep(50);
    await tx.insert(marks).values({ id: 'after', writer: 0 });
  });
  await expect(transaction).rejects.toThrow();
  await db.insert(marks).values({ id: 'other', writer: 0 });
  expect(await there()).toEqual(['other']);
});

test('1,000 who ask at once on 6 connections are all answered', async () => {
  const asked = Array.from({ length: 1000 }, async (_, writer) => {
    await db.insert(marks).values({ id: String(writer), writer });
    return writer;
  });
  expect(await Promise.all(asked)).toHaveLength(1000);
  expect(new Set(await there()).size).toBe(1000);
  expect(db.$client.totalCount).toBe(6);
});
