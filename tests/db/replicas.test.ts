import type { LazyPool } from '../../src/postgres/pool.ts';
import { answer, promote, Replicated, until } from '../postgres/standbys.ts';
import type { ScratchServer } from '../postgres/scratch-server.ts';
import {
  closeDb,
  createDb,
  eq,
  isWriteMark,
  prepared,
  readAfter,
  replicaStates,
  sql,
  writeMark,
} from '../../src/index.ts';
import type { DbOptions, ReplicatedDb } from '../../src/index.ts';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/* Reads go to a real standby while that is fit, and to the primary otherwise; nothing is lost on the way. */

const things = pgTable('things', { id: integer().primaryKey(), name: text() });
const schema = { things };
type ThingsDb = ReplicatedDb<typeof schema>;

/** Which server answers: a column of a select. */
const PORT = sql<number>`current_setting('port')::int`;

let replicated: Replicated;
let primary: ScratchServer;
let standby: ScratchServer;
let db: ThingsDb;
const open: ThingsDb[] = [];

const portOf = (server: ScratchServer): number => server.connection().port;

function makeDb(more: Partial<DbOptions<typeof schema>> = {}): ThingsDb {
  const made = createDb({
    settings: primary.connection(),
    schema,
    replicas: [standby.connection()],
    replicaLimits: { checkMs: 50, patienceMs: 20_000, maxLagMs: 20_000 },
    ...more,
  });
  open.push(made);
  return made;
}

async function readFrom(client: Pick<ThingsDb, 'select'>): Promise<unknown> {
  const rows = await client.select({ port: PORT }).from(things).limit(1);
  return rows[0]?.port;
}

const onStandby = async (text: string): Promise<unknown> => answer(standby.connection(), text);
/** Which queries that a client has asked are answered by the primary now. */
const isRoutedTo = async (server: ScratchServer, client = db): Promise<boolean> =>
  (await readFrom(client)) === portOf(server);

beforeAll(async () => {
  replicated = await Replicated.make();
  primary = replicated.primary;
  standby = replicated.standbys[0] as ScratchServer;
  await answer(
    primary.connection(),
    `create table things (id integer primary key, name text);
     insert into things select n, 'thing ' || n from generate_series(1, 100) as n;
     create sequence counter;
     create function write_one() returns integer language sql volatile as 'insert into things values (-1) on conflict (id) do update set name = $$w$$ returning id'`,
  );
  await replicated.catchUp();
}, 120_000);

beforeEach(() => {
  db = makeDb();
});

afterEach(async () => {
  await Promise.all(open.splice(0).map(async (client) => closeDb(client)));
});

afterAll(async () => {
  await replicated[Symbol.asyncDispose]();
});

describe('where a query goes', () => {
  test('reads to the replica, in every form', async () => {
    expect(await readFrom(db)).toBe(portOf(standby));
    const distinct = await db.selectDistinct({ port: PORT }).from(things);
    expect(distinct).toEqual([{ port: portOf(standby) }]);
    expect(await db.$count(things)).toBeGreaterThanOrEqual(100);
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
    const other = makeDb();
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
    expect(replicaStates(db)).toEqual([expect.objectContaining({ fit: true })]);
  });
});

describe('a replica that lags', () => {
  test('is not read from, and is again when it has caught up', async () => {
    const strict = makeDb({ replicaLimits: { checkMs: 20, patienceMs: 20_000, maxLagMs: 100 } });
    await until(async () => isRoutedTo(standby, strict));
    await onStandby('select pg_wal_replay_pause()');
    try {
      await strict.insert(things).values({ id: 3000, name: 'lag' });
      await until(async () => isRoutedTo(primary, strict));
      const [state] = replicaStates(strict);
      expect(state).toMatchObject({
        fit: false,
        reason: expect.stringMatching(/^it is \d+ ms behind$/) as string,
      });
      expect(state?.lagMs).toBeGreaterThan(100);
      expect(await strict.select().from(things).where(eq(things.id, 3000))).toHaveLength(1);
    } finally {
      await onStandby('select pg_wal_replay_resume()');
    }
    await until(async () => isRoutedTo(standby, strict));
  });

  test('is not one whose primary has nothing to do', async () => {
    await replicated.catchUp();
    const strict = makeDb({ replicaLimits: { checkMs: 20, patienceMs: 20_000, maxLagMs: 1 } });
    // By the time of the last transaction it would be late by now.
    await until(
      async () =>
        Number(
          await onStandby(
            'select extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000',
          ),
        ) > 100,
    );
    await until(async () => isRoutedTo(standby, strict));
    expect(replicaStates(strict)).toEqual([expect.objectContaining({ fit: true, lagMs: 0 })]);
  });
});

describe('what was written before a mark', () => {
  test('is seen: by the primary while the replica has it not, by the replica then', async () => {
    await until(async () => isRoutedTo(standby));
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

test('a read that a replayed change cancels is asked of another server', async () => {
  await until(async () => isRoutedTo(standby));
  await answer(standby.connection(), `alter system set max_standby_streaming_delay = 0`);
  await onStandby('select pg_reload_conf()');
  await until(async () => (await onStandby('show max_standby_streaming_delay')) === '0');
  await answer(primary.connection(), 'create table gone (id integer); insert into gone values (1)');
  await replicated.catchUp();
  const gone = pgTable('gone', { id: integer() });
  // The lock of the change that is replayed ends the read there; on the primary the table has one row less.
  const reading = db
    .select({ port: PORT, slept: sql`case when pg_is_in_recovery() then pg_sleep(60)::text end` })
    .from(gone);
  const result = reading.execute();
  await until(
    async () =>
      (await onStandby(`select count(*)::int from pg_stat_activity where wait_event = 'PgSleep'`)) === 1,
  );
  await answer(primary.connection(), 'alter table gone add column more integer');
  expect(await result).toEqual([{ port: portOf(primary), slept: null }]);
  expect(replicaStates(db)).toEqual([expect.objectContaining({ fit: true })]);
});

test('a replica that dies under load fails no read, and is read from again when it is back', async () => {
  await until(async () => isRoutedTo(standby));
  const counts = { primary: 0, standby: 0, failed: 0 };
  let isOver = false;
  const read = async (): Promise<void> => {
    while (!isOver) {
      try {
        const port = await readFrom(db);
        counts[port === portOf(standby) ? 'standby' : 'primary'] += 1;
      } catch {
        counts.failed += 1;
      }
    }
  };
  const readers = Array.from({ length: 20 }, read);
  try {
    for (let round = 0; round < 3; round += 1) {
      const before = { ...counts };
      await until(() => counts.standby > before.standby + 50);
      await standby.stop('SIGQUIT');
      await until(() => counts.primary > before.primary + 50);
      expect(replicaStates(db)).toEqual([expect.objectContaining({ fit: false })]);
      await replicated.startStandby(standby);
    }
    await until(async () => isRoutedTo(standby));
  } finally {
    isOver = true;
    await Promise.all(readers);
  }
  expect(counts.failed).toBe(0);
  expect(counts.standby).toBeGreaterThan(150);
});

test('reads go on while the primary is away', async () => {
  await until(async () => isRoutedTo(standby));
  await primary.stop();
  try {
    for (let round = 0; round < 20; round += 1) expect(await readFrom(db)).toBe(portOf(standby));
  } finally {
    await primary.start();
  }
  await until(async () => (await onStandby('select count(*)::int from pg_stat_wal_receiver')) === 1);
});

test('two replicas share the reads by their weight; one that is not there is passed over', async () => {
  const url = (port: number): string => `postgres://owner@127.0.0.1:${port}/postgres?sslmode=disable`;
  const two = makeDb({
    replicas: [
      { url: url(portOf(standby)), weight: 1 },
      { url: url(9), weight: 1000 },
    ],
  });
  for (let round = 0; round < 20; round += 1) expect(await readFrom(two)).toBe(portOf(standby));
  expect(replicaStates(two)).toEqual([
    {
      host: `127.0.0.1:${portOf(standby)}`,
      fit: true,
      lagMs: expect.any(Number) as number,
      reason: undefined,
    },
    expect.objectContaining({
      host: '127.0.0.1:9',
      fit: false,
      reason: expect.stringContaining('nothing listens') as string,
    }),
  ]);
});

test('without replicas in its environment a client reads from the primary', async () => {
  const alone = makeDb({ replicas: [] });
  expect(await readFrom(alone)).toBe(portOf(primary));
  await closeDb(alone);
  await expect(readFrom(alone)).rejects.toThrow();
});

test('closing closes the connections to all servers', async () => {
  const one = makeDb();
  await readFrom(one);
  const pools: LazyPool[] = [one.$client];
  await closeDb(one);
  await closeDb(one);
  expect(pools.map(({ totalCount }) => totalCount)).toEqual([0]);
  await until(
    async () =>
      (await onStandby(
        `select count(*)::int from pg_stat_activity where backend_type = 'client backend' and application_name = 'keelson' and pid <> pg_backend_pid()`,
      )) === 0,
  );
});

// The last one: it changes who is the primary.
test('a replica that is promoted is read from no more; with several hosts in the URL it is the new primary', async () => {
  const hosts = [primary, standby].map((server) => `127.0.0.1:${portOf(server)}`).join(',');
  const { settings: _settings, ...rest } = { settings: undefined };
  const moving = createDb({
    ...rest,
    url: `postgres://owner@${hosts}/postgres?sslmode=disable&target_session_attrs=read-write`,
    schema,
    replicas: [standby.connection()],
    replicaLimits: { checkMs: 20, patienceMs: 20_000 },
  });
  open.push(moving);
  await moving.insert(things).values({ id: 6000 });
  await until(async () => isRoutedTo(standby, moving));
  await primary.stop();
  await promote(standby);
  await until(async () => {
    try {
      return (await moving.insert(things).values({ id: 6001 }).onConflictDoNothing()).rowCount === 1;
    } catch {
      return false;
    }
  });
  expect(await moving.select({ id: things.id }).from(things).where(eq(things.id, 6001))).toHaveLength(1);
  await until(async () => {
    await readFrom(moving);
    return replicaStates(moving)[0]?.reason === 'it is no standby';
  });
  expect(await readFrom(moving)).toBe(portOf(standby));
});
