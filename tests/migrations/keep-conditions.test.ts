import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, restoreKeptRows, rollback } from '../../src/migrations/index.ts';
import type { RollbackResult } from '../../src/migrations/index.ts';
import { statements } from './project.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';

const NAMES = [
  'create table p (id int primary key, name text)',
  `insert into p values (1, 'Ann Lee'), (2, 'Bob')`,
];

function options(here: Scene): Pick<Parameters<typeof migrate>[0], 'config' | 'connection'> {
  return { config: here.migrations.config, connection: here.database.settings };
}

function expectKept(
  { kept }: RollbackResult,
  expected: readonly { readonly what: string; readonly rows: number }[],
): void {
  expect(kept.map(({ what, rows }) => ({ what, rows }))).toEqual(expected);
}

/** A migration that is applied, and a role that owns nothing yet. */
async function withRole(use: (here: Scene, role: string) => Promise<void>): Promise<void> {
  await using here = await scene({ '1_p': statements(NAMES, ['drop table p']) });
  const role = `${here.database.name.slice(0, 50)}_role`;
  const { client } = here;
  await client.query(`create role "${role}" login password 'x'; grant create on schema public to "${role}"`);
  try {
    await use(here, `"${role}"`);
  } finally {
    await client.query(`drop owned by "${role}" cascade; drop role "${role}"`);
  }
}

test('what an application writes between the two runs of a down is set aside too', async () => {
  // Goes on when somebody waits for the table, or has got it in between.
  const wait = `do $$ begin
    for i in 1..1000 loop
      exit when exists (select from pg_locks where relation = 'p'::regclass and not granted) or exists (select from t where id = 9);
      perform pg_sleep(0.01);
    end loop;
  end $$`;
  await using here = await scene({
    '1_t': statements([...NAMES, 'create table t (id int primary key, word text)'], ['drop table t, p']),
  });
  await here.up();
  here.migrations.write(
    '2_c',
    statements(
      [`alter table p add c text default 'c'`],
      ['alter table p drop column c', wait, `delete from t where word = 'x'`],
    ),
  );
  await here.up();
  const application = (async () => {
    for (let i = 0; i < 1000; i += 1) {
      const { rowCount } = await here.client.query(
        `select from pg_locks where relation = 'p'::regclass and mode = 'AccessExclusiveLock' and granted`,
      );
      if (rowCount !== 0) break;
      await sleep(10);
    }
    await here.client.query(`begin; update p set name = 'new'; insert into t values (9, 'x'); commit`);
  })();
  const back = await rollback(options(here));
  await application;
  expect(back.kept.map(({ table, rows }) => ({ table, rows }))).toEqual(
    expect.arrayContaining([
      { table: 'public.p', rows: 2 },
      { table: 'public.t', rows: 1 },
    ]),
  );
});

test('a rollback of what it cannot see is refused: rows that a policy hides, and a server that does not count', async () => {
  await withRole(async (here, role) => {
    const { client } = here;
    const name = role.replaceAll('"', '');
    const as = { ...options(here), connection: { ...here.database.settings, user: name, password: 'x' } };
    await client.query(`grant create on database "${here.database.name}" to ${role}`);
    here.migrations.write(
      '1_p',
      statements(
        [
          'create table p (id int primary key, tenant text)',
          'alter table p enable row level security, force row level security',
          `create policy own on p using (tenant = current_setting('app.tenant', true))`,
        ],
        ['drop table p'],
      ),
    );
    await migrate(as);
    here.migrations.write('2_p', statements(['create table q (id int)'], ['truncate p', 'drop table q']));
    await migrate(as);
    await client.query(`insert into p values (1, 'a'), (2, 'b')`);
    await expect(rollback(as)).rejects.toMatchObject({
      code: expect.any(String) as string,
      message: expect.stringContaining('cannot be seen or set aside') as string,
    });
    expect((await client.query('select from p')).rowCount).toBe(2);
    await client.query(`alter database "${here.database.name}" set track_counts = off`);
    await expect(rollback(as)).rejects.toThrow('track_counts is off');
    await rollback({ ...as, discard: true });
    expect((await client.query('select from p')).rowCount).toBe(0);
  });
});

test('where the server does not count what is done to rows, a role that may has it count', async () => {
  await using here = await scene({ '1_p': statements(NAMES, ['drop table p']) });
  await here.up();
  here.migrations.write('2_p', statements(['select 1'], ['delete from p']));
  await here.up();
  await here.client.query(`alter database "${here.database.name}" set track_counts = off`);
  expectKept(await rollback(options(here)), [{ what: 'rows', rows: 2 }]);
});

test('rows are set aside and come back where a migration becomes another role', async () => {
  await withRole(async (here, role) => {
    await here.up();
    await here.client.query(`grant select, delete on p to ${role}`);
    here.migrations.write(
      '2_p',
      statements([`set role ${role}`], [`set role ${role}`, 'delete from p where id = 1']),
    );
    await here.up();
    expectKept(await rollback(options(here)), [{ what: 'rows', rows: 1 }]);
    const { restored } = await migrate({ ...options(here), restoreKept: true });
    expect(restored).toEqual([{ table: 'public.p', rows: 1, left: 0 }]);
  });
});

test.each([
  {
    name: 'that is ahead of its rows',
    table: 'create table p (id serial primary key)',
    fill: 'insert into p select from generate_series(1, 100); delete from p where id > 10',
    change: 'alter table p add nick text',
    back: 'alter table p drop nick',
    touch: `update p set nick = 'x'`,
    next: 101,
  },
  {
    name: 'that begins with a higher number, of a table without rows',
    table: 'create table p (id int generated always as identity (minvalue 1000 start 1000) primary key)',
    fill: 'insert into p default values',
    change: 'alter table p add nick text',
    back: 'alter table p drop nick',
    touch: `update p set nick = 'x'`,
    empty: 'delete from p',
    next: 1001,
  },
  {
    name: 'that only the default names',
    table: 'select 1',
    fill: 'insert into p default values; insert into p default values',
    change: `create sequence s; create table p (id int primary key default nextval('s'))`,
    back: 'drop table p; drop sequence s',
    touch: 'select 1',
    next: 3,
  },
])('a sequence $name goes on behind what came back, and never back', async (one) => {
  await using here = await scene({ '1_p': statements([one.table], ['select 1']) });
  await here.up();
  here.migrations.write('2_p', statements([one.change], [one.back]));
  await here.up();
  await here.client.query(`${one.fill}; ${one.touch}`);
  await here.down();
  if (one.empty !== undefined) await here.client.query(one.empty);
  await here.migrate({ restoreKept: true });
  const { rows } = await here.client.query('insert into p default values returning id');
  expect(rows).toEqual([{ id: one.next }]);
});

test('what is kept of a migration that is not applied has no place, which is said', async () => {
  await using here = await scene({ '1_p': statements(NAMES, ['drop table p']) });
  await here.up();
  await here.down();
  await expect(restoreKeptRows({ ...options(here), migration: '1_p' })).rejects.toMatchObject({
    code: 'migrations/not-applied',
  });
});

test('what came back is not brought back again over what was written since', async () => {
  await using here = await scene({ '1_p': statements(NAMES, ['drop table p']) });
  await here.up();
  here.migrations.write('2_p', statements(['alter table p add nick text'], ['alter table p drop nick']));
  await here.up();
  await here.client.query(`update p set nick = 'old'`);
  await here.down();
  await here.client.query('delete from p where id = 2');
  await here.migrate({ restoreKept: true });
  await here.client.query(`update p set nick = 'new'`);
  expect(await restoreKeptRows({ ...options(here), migration: '2_p' })).toEqual([
    { table: 'public.p', rows: 0, left: 1 },
  ]);
  expect((await here.client.query('select nick from p')).rows).toEqual([{ nick: 'new' }]);
});
