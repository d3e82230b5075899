import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '../../src/migrations/index.ts';
import { HOW_TO_GET, PGBOUNCER, startBouncer } from '../postgres/bouncer.ts';
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
  const start = performance.now();
  let longest = 0;
  while (notices.length === 0 && performance.now() - start < 20_000) {
    const before = performance.now();
    await here.client.query('select * from t');
    longest = Math.max(longest, performance.now() - before);
    await sleep(20);
  }
  await blocker.end();
  expect(await deploy).toEqual(['2_x']);
  expect(notices[0]).toMatch(
    /2_x did not get its locks \(try 1 of \d+\)[\s\S]*report of .*idle in transaction/,
  );
  // It queued behind the migration: for as long as that waited, and not for as long as the transaction was open.
  expect(longest).toBeGreaterThan(100);
});

test('a deploy that finds another one at work says who it is, waits, and does what is left', async () => {
  await using here = await scene({
    '1_slow': statements(['create table slow ()', 'select pg_sleep(1)'], ['drop table slow']),
  });
  const first = here.up();
  await sleep(300);
  const notices: string[] = [];
  expect(await here.up({ onNotice: (notice: string) => notices.push(notice) })).toEqual([]);
  expect(await first).toEqual(['1_slow']);
  expect(notices[0]).toMatch(/^waiting for another deploy, .*keelson of .*process \d+ of the server/);
});

test('a deploy that has waited long enough names whom it waited for', async () => {
  await using here = await scene({
    '1_slow': statements(['create table slow ()', 'select pg_sleep(2)'], ['drop table slow']),
  });
  const first = here.up();
  await sleep(300);
  await expect(here.up({ lockWait: 0 })).rejects.toMatchObject({
    code: 'migrations/locked',
    fix: expect.stringContaining('pg_terminate_backend') as string,
  });
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
