import { closeDb, eq, prepared, replicaStates } from '../../src/index.ts';
import { connectionUrl } from '../../src/postgres/connection-url.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { HOW_TO_GET, PGBOUNCER, startBouncer } from '../postgres/bouncer.ts';
import { blackHole } from '../postgres/listeners.ts';
import type { ScratchServer } from '../postgres/scratch-server.ts';
import { answer, until } from '../postgres/standbys.ts';
import { isRoutedTo, portOf, readFrom, ReplicatedThings, things } from './replicated-things.ts';

/* What may stand between a client and its replica: a host that is gone without a word, a pooler. */

const SESSIONS = `select count(*)::int from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid()`;

let its: ReplicatedThings;
let primary: ScratchServer;
let standby: ScratchServer;

beforeAll(async () => {
  its = await ReplicatedThings.make();
  ({ primary, standby } = its);
}, 120_000);
afterEach(async () => {
  await its.close();
});
afterAll(async () => {
  await its[Symbol.asyncDispose]();
});

test('a read in flight to a replica whose host is gone is asked of the primary, and so are those after it', async () => {
  const settings = standby.connection();
  await using hole = await blackHole(settings);
  const db = its.db({
    replicas: [
      withSettings(settings, { port: hole.port, timeouts: { ...settings.timeouts, connect: 1_500 } }),
    ],
    replicaLimits: { checkMs: 200, patienceMs: 500, maxLagMs: 20_000 },
    answerTimeout: 3_000,
    max: 5,
  });
  await until(async () => isRoutedTo(standby, db));
  hole.freeze();
  const found = await Promise.all(Array.from({ length: 20 }, async () => await readFrom(db)));
  expect(found).toEqual(Array.from({ length: 20 }, () => portOf(primary)));
  const start = performance.now();
  for (let round = 0; round < 20; round += 1) expect(await readFrom(db)).toBe(portOf(primary));
  // Not each of them waits for what is known.
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(replicaStates(db)).toEqual([expect.objectContaining({ fit: false })]);
  hole.thaw();
  await until(async () => isRoutedTo(standby, db));
  await closeDb(db);
});

(PGBOUNCER === undefined ? test.skip : test)(
  `a replica behind a pooler in transaction mode (${PGBOUNCER ?? HOW_TO_GET})`,
  async () => {
    await using bouncer = await startBouncer(PGBOUNCER ?? '', standby.connection(), 'transaction', {
      default_pool_size: 2,
    });
    const db = its.db({
      replicas: [connectionUrl(bouncer.settings)],
      replicaLimits: { checkMs: 50, patienceMs: 20_000, maxLagMs: 20_000 },
    });
    const byId = prepared('thing_behind_a_pooler', { id: things.id }, ({ id }) =>
      db.select().from(things).where(eq(things.id, id)),
    );
    await until(async () => isRoutedTo(standby, db));
    const rows = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => (await byId.first({ id: n + 1 }))?.name),
    );
    expect(rows).toEqual(Array.from({ length: 50 }, (_, n) => `thing ${n + 1}`));
    // Two sessions of the standby, which are the pooler's.
    expect(await answer(standby.connection(), SESSIONS)).toBeLessThanOrEqual(2);
    expect(await answer(primary.connection(), `${SESSIONS} and query like '%things%'`)).toBe(0);
    await db.insert(things).values({ id: 7000, name: 'later' });
    await its.servers.catchUp();
    expect(await byId.first({ id: 7000 })).toEqual({ id: 7000, name: 'later' });
    // Whether it is fit was found out through the pooler too.
    expect(replicaStates(db)).toEqual([expect.objectContaining({ fit: true })]);
    await closeDb(db);
  },
);
