import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '../../src/migrations/index.ts';
import { HOW_TO_GET, PGBOUNCER, startBouncer } from '../postgres/bouncer.ts';
import { closeGate, openGate, somebodyAtGate, WAIT_AT_GATE } from './closed-gate.ts';
import { statements, table } from './project.ts';
import { scene } from './scene.ts';

test('a transaction that is in the way is named, others get through meanwhile, and the migration is tried again', async () => {
  await using here = await scene({ '1_t': table('t') });
  await here.up();
  here.migrations.write(
    '2_x',
    statements(['alter table t add column x int'], ['alter table t drop column x']),
  );
  const blocker = new Client(here.database.url);
  await blocker.connect();
  await blocker.query(`set application_name = 'report'; begin; select * from t`);
  const notices: string[] = [];
  const deploy = here.up({ lockTimeout: 900, onNotice: (notice: string) => notices.push(notice) });
  // Of a short try it may have been too late to see who was in the way.
  const isNamed = (): boolean => notices.some((one) => /report of .*idle in transaction/.test(one));
  const start = performance.now();
  let longest = 0;
  while ((!isNamed() || longest <= 100) && performance.now() - start < 60_000) {
    const before = performance.now();
    await here.client.query('select * from t');
    longest = Math.max(longest, performance.now() - before);
    await sleep(20);
  }
  await blocker.end();
  expect(await deploy).toEqual(['2_x']);
  expect(notices[0]).toMatch(/2_x did not get its locks \(try 1 of \d+\)/);
  expect(isNamed()).toBe(true);
  // It queued behind the migration: for as long as that waited, and not for as long as the transaction was open.
  expect(longest).toBeGreaterThan(100);
});

const SLOW = statements(['create table slow ()', WAIT_AT_GATE], ['drop table slow']);

test('a deploy that finds another one at work says who it is, waits, and does what is left', async () => {
  await using here = await scene({ '1_slow': SLOW });
  await closeGate(here);
  const first = here.up();
  await somebodyAtGate(here);
  const notices: string[] = [];
  const onNotice = (notice: string): void => {
    notices.push(notice);
    void openGate(here);
  };
  expect(await here.up({ onNotice })).toEqual([]);
  expect(await first).toEqual(['1_slow']);
  expect(notices[0]).toMatch(/^waiting for another deploy, .*keelson of .*process \d+ of the server/);
});

test('a deploy that has waited long enough names whom it waited for', async () => {
  await using here = await scene({ '1_slow': SLOW });
  await closeGate(here);
  const first = here.up();
  await somebodyAtGate(here);
  await expect(here.up({ lockWait: 0 })).rejects.toMatchObject({
    code: 'migrations/locked',
    fix: expect.stringContaining('pg_terminate_backend') as string,
  });
  await openGate(here);
  expect(await first).toEqual(['1_slow']);
});

if (PGBOUNCER === undefined) {
  test.skip(`through PgBouncer: ${HOW_TO_GET}`, () => undefined);
} else {
  const program = PGBOUNCER;
  test('a pooler that lends sessions for transactions is refused', async () => {
    await using here = await scene({ '1_t': table('t') });
    await using bouncer = await startBouncer(program, here.database.settings, 'transaction');
    await expect(
      migrate({ config: here.migrations.config, connection: bouncer.settings }),
    ).rejects.toMatchObject({ code: 'migrations/pooler' });
    expect(await here.has('knex_migrations')).toBe(false);
  });
}
