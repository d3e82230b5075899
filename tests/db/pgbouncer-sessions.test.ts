import { Client } from 'pg';
import {
  closeDb,
  createDb,
  deleteExpired,
  eq,
  sessionByToken,
  sql,
  userByEmail,
  users,
  usersPage,
} from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { pgConfig } from '../../src/postgres/pg-config.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import type { Timeouts } from '../../src/postgres/settings.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { HOW_TO_GET, HOW_TO_GET_NEW, PGBOUNCER, startBouncer } from '../postgres/bouncer.ts';
import type { Bouncer } from '../postgres/bouncer.ts';
import { BETWEEN } from './pgbouncer.ts';

/* Several clients, one session of the server: what one of them leaves there, the next one has. We leave nothing. */

/** What a session can keep; where the pooler keeps statements for its clients, they are its own. */
const KEPT = `
  select pg_my_temp_schema() as temporary, current_schemas(true)::text[] as path,
    (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks,
    (select array_agg(name) from pg_prepared_statements where name !~ '^PGBOUNCER_') as statements,
    (select count(*)::int from pg_listening_channels()) as channels,
    (select json_object_agg(name, setting order by name) from pg_settings where context in ('user', 'superuser')
      and name !~ '[.]' /* of a language that is loaded */) as settings`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 120_000);
afterAll(async () => {
  await database.drop();
});

test('a PgBouncer is here', () => {
  expect(PGBOUNCER === undefined ? HOW_TO_GET : 'here').toBe('here');
});

describe.each(BETWEEN)('$name', ({ program, mode, settings }) => {
  if (program === undefined) {
    test.skip(HOW_TO_GET_NEW, () => undefined);
    return;
  }
  const sessions = mode === 'transaction' ? 1 : 10;
  let bouncer: Bouncer;
  let db: Db;
  let other: Client;
  beforeEach(async () => {
    bouncer = await startBouncer(program, database.settings, mode, {
      ...settings,
      default_pool_size: sessions,
    });
    db = createDb({ settings: bouncer.settings, max: 4 });
    other = new Client(await pgConfig(bouncer.settings));
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await closeDb(db);
    await bouncer[Symbol.asyncDispose]();
  });
  const seenByOther = async (): Promise<unknown> => (await other.query<Record<string, unknown>>(KEPT)).rows;

  test('nothing of what db, prepared statements and transactions do is left', async () => {
    const before = await seenByOther();
    for (let round = 0; round < 3; round += 1) {
      await db.insert(users).values({ id: `u${round}`, email: `u${round}@example.test` });
      await sessionByToken({ token: 'x' }, db);
      await userByEmail({ email: 'u0@example.test' }, db);
      await usersPage({}, db);
      await deleteExpired({ on: db });
      await db.transaction(async (tx) => {
        await tx.transaction(async (inner) => await sessionByToken({ token: 'x' }, inner));
      });
      await db.transaction(async (tx) => await tx.select().from(users), {
        isolationLevel: 'serializable',
        accessMode: 'read only',
        deferrable: true,
      });
      await expect(db.execute(sql`select 1 / 0`)).rejects.toThrow();
      await db.delete(users).where(eq(users.id, `u${round}`));
      expect(await seenByOther()).toEqual(before);
    }
  });

  test.each(['commit', 'rollback'])('what a transaction sets for itself ends with it: %s', async (end) => {
    const before = await seenByOther();
    const done = db.transaction(async (tx) => {
      await tx.execute(sql`set local search_path = public`);
      await tx.execute(sql`select set_config('statement_timeout', '12345', true)`);
      await tx.execute(sql`select pg_advisory_xact_lock(42)`);
      expect(await sessionByToken({ token: 'x' }, tx)).toEqual([]);
      if (end === 'rollback') throw new Error('enough');
    });
    if (end === 'rollback') await expect(done).rejects.toThrow('enough');
    else await done;
    expect(await seenByOther()).toEqual(before);
    const [row] = (await other.query<{ free: boolean }>('select pg_try_advisory_xact_lock(42) as free')).rows;
    expect(row).toEqual({ free: true });
  });

  test('a client that is lost in the middle of a transaction leaves neither rows, nor settings, nor locks', async () => {
    const client = await db.$client.connect();
    await client.query('begin');
    await client.query(`set local search_path = public; select pg_advisory_xact_lock(43)`);
    await client.query(`insert into auth.users (id, email) values ('lost', 'lost@example.test')`);
    client.connection.stream.destroy();
    client.release(true);
    expect(await db.select().from(users).where(eq(users.id, 'lost'))).toEqual([]);
    expect(await seenByOther()).toMatchObject([
      { locks: 0, path: expect.arrayContaining(['public']) as unknown },
    ]);
    // The server lets go of it when it notices.
    await other.query('begin; select pg_advisory_xact_lock(43); rollback');
  });

  test('what is set for a session by hand is seen by others where sessions are lent, and only there', async () => {
    const before = await seenByOther();
    await db.execute(sql`set search_path = auth`);
    await db.execute(sql`select pg_advisory_lock(44)`);
    const after = await seenByOther();
    if (mode === 'session') expect(after).toEqual(before);
    else expect(after).toMatchObject([{ locks: 1, path: ['pg_catalog', 'auth'] }]);
  });

  describe('what is sent at the start of a connection', () => {
    const limits: Partial<Timeouts> = { statement: 30_000, lock: 5000, idleInTransaction: 60_000 };
    const sent = [
      ...Object.entries(limits).map(([name, value]) => ({ timeouts: { [name]: value } })),
      { options: '-c lock_timeout=5s' },
    ];

    test.each(sent)('%j is refused, with what to do', async (changed) => {
      const { timeouts } = bouncer.settings;
      const asking = withSettings(bouncer.settings, {
        ...changed,
        timeouts: { ...timeouts, ...('timeouts' in changed && changed.timeouts) },
      });
      const refused = createDb({ settings: asking });
      await expect(refused.select().from(users)).rejects.toMatchObject({
        cause: {
          code: 'connection/startup-parameter',
          fix: expect.stringMatching(/ignore_startup_parameters = [\s\S]*alter role \S+ set/) as string,
        },
      });
      await closeDb(refused);
    });

    test('and taken where the pooler is told what the fix says', async () => {
      const client = createDb({
        settings: withSettings(bouncer.settings, {
          timeouts: { ...bouncer.settings.timeouts, ...limits },
        }),
      });
      const problem = await client
        .select()
        .from(users)
        .then(
          () => undefined,
          (error: unknown) => (error as { cause: { fix: string } }).cause,
        );
      await closeDb(client);
      const ignored = /ignore_startup_parameters = ([a-z_, ]+)\)/.exec(problem?.fix ?? '')?.[1] ?? '';
      expect(ignored).not.toBe('');
      await using another = await startBouncer(program, database.settings, mode, {
        ...settings,
        ignore_startup_parameters: ignored,
      });
      const asking = withSettings(another.settings, {
        timeouts: { ...another.settings.timeouts, ...limits },
        options: '-c lock_timeout=5s',
      });
      const taken = createDb({ settings: asking });
      expect(await taken.select().from(users)).toEqual([]);
      await closeDb(taken);
    });
  });
});
