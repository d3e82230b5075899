import { integer, pgTable } from 'drizzle-orm/pg-core';
import {
  closeDb,
  createDb,
  eq,
  isWriteMark,
  prepared,
  readAfter,
  replicaStates,
  sql,
  stats,
  writeMark,
} from '../../src/index.ts';
import type { ScratchServer } from '../postgres/scratch-server.ts';
import { answer, until } from '../postgres/standbys.ts';
import { isRoutedTo, PORT, portOf, readFrom, ReplicatedThings, schema, things } from './replicated-things.ts';
import type { ThingsDb } from './replicated-things.ts';

/* Reads go to a real standby, all else to the primary; what was written before a mark is seen. */

let its: ReplicatedThings;
let primary: ScratchServer;
let standby: ScratchServer;
let db: ThingsDb;

const onStandby = async (text: string): Promise<unknown> => answer(standby.connection(), text);

beforeAll(async () => {
  its = await ReplicatedThings.make();
  ({ primary, standby } = its);
}, 120_000);
beforeEach(() => {
  db = its.db();
});
afterEach(async () => {
  await its.close();
});
afterAll(async () => {
  await its[Symbol.asyncDispose]();
});

describe('where a query goes', () => {
  test('reads to the replica, in every form', async () => {
    expect(await readFrom(db)).toBe(portOf(standby));
    const distinct = await db.selectDistinct({ port: PORT }).from(things);
    expect(distinct).toEqual([{ port: portOf(standby) }]);
    expect(await db.$count(things, sql`pg_is_in_recovery()`)).toBeGreaterThanOrEqual(100);
    const found = await db.query.things.findFirst({ extras: { port: PORT.as('port') } });
    expect(found?.port).toBe(portOf(standby));
    const counted = db.$with('counted').as(
      db
        .select({ port: PORT.as('port') })
        .from(things)
        .limit(1),
    );
    expect(await db.with(counted).select().from(counted)).toEqual([{ port: portOf(standby) }]);
    const inTransaction = await db.$replicas[0]?.transaction(async (tx) => readFrom(tx));
    expect(inTransaction).toBe(portOf(standby));
  });

  test('writes, transactions and what is asked of $primary to the primary', async () => {
    const written = await db.insert(things).values({ id: 1000, name: 'x' }).returning({ port: PORT });
    expect(written).toEqual([{ port: portOf(primary) }]);
    expect(
      await db.update(things).set({ name: 'y' }).where(eq(things.id, 1000)).returning({ port: PORT }),
    ).toEqual(written);
    expect(await db.delete(things).where(eq(things.id, 1000)).returning({ port: PORT })).toEqual(written);
    expect((await db.execute<{ port: number }>(sql`select ${PORT} as port`)).rows).toEqual(written);
    expect(await db.transaction(async (tx) => readFrom(tx))).toBe(portOf(primary));
    expect(await readFrom(db.$primary)).toBe(portOf(primary));
  });

  test('selects that write to the primary', async () => {
    expect((await db.select({ port: PORT }).from(things).limit(1).for('update'))[0]?.port).toBe(
      portOf(primary),
    );
    const [next] = await db
      .select({ n: sql<string>`nextval('counter')`, port: PORT })
      .from(things)
      .limit(1);
    expect(next).toMatchObject({ port: portOf(primary) });
    const inserted = db.$with('inserted').as(db.$primary.insert(things).values({ id: 2000 }).returning());
    expect(await db.with(inserted).select().from(inserted)).toEqual([{ id: 2000, name: null }]);
    await db.with(inserted).delete(things).where(eq(things.id, 2000));
    // Nobody can tell by its words: the replica says so, and stays fit.
    const hidden = await db
      .select({ id: sql<number>`write_one()`, port: PORT })
      .from(things)
      .limit(1);
    expect(hidden).toEqual([{ id: -1, port: portOf(primary) }]);
    expect(replicaStates(db)).toEqual([expect.objectContaining({ fit: true })]);
  });

  test('a table that the replica has not yet is read from the primary', async () => {
    await onStandby('select pg_wal_replay_pause()');
    try {
      await db.execute(sql`create table fresh (id integer)`);
      const fresh = pgTable('fresh', { id: integer() });
      expect(await db.select().from(fresh)).toEqual([]);
    } finally {
      await onStandby('select pg_wal_replay_resume()');
    }
  });

  test('prepared statements go the same ways', async () => {
    const read = prepared('replicas_read', { id: things.id }, ({ id }) =>
      db.select({ id: things.id, port: PORT }).from(things).where(eq(things.id, id)),
    );
    const write = prepared('replicas_write', { id: things.id }, ({ id }) =>
      db.update(things).set({ name: 'z' }).where(eq(things.id, id)).returning({ port: PORT }),
    );
    const other = its.db();
    const [here, there] = [portOf(primary), portOf(standby)];
    expect(await read.first({ id: 1 })).toEqual({ id: 1, port: there });
    expect(await read.first({ id: 1 }, other)).toEqual({ id: 1, port: there });
    expect(await read.first({ id: 1 }, other.$primary)).toEqual({ id: 1, port: here });
    expect(await db.transaction(async (tx) => read.first({ id: 1 }, tx))).toEqual({ id: 1, port: here });
    expect(await write.first({ id: 1 })).toEqual({ port: here });
    expect(await write.first({ id: 1 }, other)).toEqual({ port: here });
  });

  test('an error of the query itself is the caller’s, and asked of one server', async () => {
    await expect(db.select({ n: sql`1 / 0` }).from(things)).rejects.toMatchObject({
      cause: { code: '22012' },
    });
    expect(stats(db)?.failed).toBe(0);
    expect(replicaStates(db)).toEqual([expect.objectContaining({ fit: true })]);
  });
});

describe('what was written before a mark', () => {
  test('is seen: by the primary while the replica has it not, by the replica then', async () => {
    await until(async () => isRoutedTo(standby, db));
    await onStandby('select pg_wal_replay_pause()');
    let mark: string;
    const byId = prepared('replicas_mark', { id: things.id }, ({ id }) =>
      db.select({ port: PORT }).from(things).where(eq(things.id, id)),
    );
    try {
      await db.insert(things).values({ id: 4000, name: 'mine' });
      mark = await writeMark(db);
      expect(isWriteMark(mark)).toBe(true);
      // The same at once, without the mark: it is not there yet.
      expect(await byId({ id: 4000 })).toEqual([]);
      const seen = await readAfter(db, mark, async () => byId({ id: 4000 }), { waitMs: 20 });
      expect(seen).toEqual([{ port: portOf(primary) }]);
      expect(await readAfter(db, undefined, async () => byId({ id: 4000 }))).toEqual([]);
    } finally {
      await onStandby('select pg_wal_replay_resume()');
    }
    const later = await readAfter(db, mark, async () => byId({ id: 4000 }), { waitMs: 60_000 });
    expect(later).toEqual([{ port: portOf(standby) }]);
  });

  test('is seen by each of many who write and read at once', async () => {
    const seen = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const id = 5000 + index;
        await db.insert(things).values({ id });
        const mark = await writeMark(db);
        return await readAfter(
          db,
          mark,
          async () => db.select({ port: PORT }).from(things).where(eq(things.id, id)),
          {
            waitMs: 30_000,
          },
        );
      }),
    );
    expect(seen.flat()).toEqual(Array(40).fill({ port: portOf(standby) }));
  });

  test('a mark that is none is refused', async () => {
    const run = jest.fn(async () => Promise.resolve());
    for (const mark of ['', '0', '0/0 or true', `0/0'`, '123456789/0', '../..', '0/0\n'])
      await expect(readAfter(db, mark, run)).rejects.toMatchObject({ code: 'query/write-mark' });
    expect(run).not.toHaveBeenCalled();
    expect([isWriteMark('16/B374D848'), isWriteMark(7), isWriteMark(undefined), isWriteMark('x')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('on a client without replicas it is as ever', async () => {
    const plain = createDb({ settings: primary.connection(), schema });
    expect(await readAfter(plain, await writeMark(plain), async () => readFrom(plain))).toBe(portOf(primary));
    expect(replicaStates(plain)).toEqual([]);
    await closeDb(plain);
  });
});
