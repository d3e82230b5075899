import { statements } from './project.ts';
import { CORRECT } from './proof-correct.ts';
import { proven, said } from './proof-scene.ts';

test('migrations of many kinds are reversible', async () => {
  const { migrations, isProven, isBroken, unfilled, proofs } = await proven(CORRECT);
  const bad = migrations.filter(({ outcome }) => outcome !== 'reversible');
  expect(said(bad)).toEqual([]);
  expect({ isProven, isBroken, unfilled }).toEqual({ isProven: true, isBroken: false, unfilled: [] });
  expect([...proofs.keys()]).toEqual(Object.keys(CORRECT));
  expect(migrations.filter(({ rows }) => rows !== 'all').map(({ name }) => name)).toEqual([]);
});

test('what a down cannot bring back is told, and where a column stands then', async () => {
  const { migrations } = await proven({
    '1_table': statements(['create table a (id int primary key, b text, c int)'], ['drop table a']),
    '2_column': statements(['alter table a drop b'], ['alter table a add b text']),
    '3_table': statements(['drop table a'], ['create table a (id int primary key, c int)']),
    '4_rows': statements(['create table d (e text)', "insert into d values ('E')"], ['drop table d']),
    '5_lower': statements(['update d set e = lower(e)'], []),
  });
  expect(said(migrations)).toEqual([
    ['reversible'],
    [
      'reversible',
      'its down does not bring back: public.a: b changed in 5 rows of 6',
      'public.a.b is column 3 of its table, and was 2',
      'public.a.c is column 2 of its table, and was 3',
    ],
    ['reversible', 'its down does not bring back: public.a: 6 rows of 6 gone'],
    ['reversible'],
    ['reversible', 'its down does not bring back: public.d: e changed in 1 row of 1'],
  ]);
});

describe('an up that some rows stand in the way of', () => {
  const table = statements(['create table a (id int primary key, b text)'], ['drop table a']);

  test('is proven on ordinary rows, where it wants no nulls', async () => {
    const { migrations } = await proven({
      '1_table': table,
      '2_not_null': statements(
        ['alter table a alter b set not null'],
        ['alter table a alter b drop not null'],
      ),
    });
    expect(migrations[1]).toMatchObject({ outcome: 'reversible', rows: 'plain' });
    expect(migrations[1]?.refusal).toContain('contains null values');
  });

  test('is proven on empty tables, where it wants what nobody can guess, and the next one has rows again', async () => {
    const { migrations } = await proven({
      '1_table': table,
      '2_check': statements(
        ["alter table a add constraint odd check (b like 'z%')"],
        ['alter table a drop constraint odd'],
      ),
      '3_gone': statements(['delete from a'], []),
    });
    expect(migrations[1]).toMatchObject({ outcome: 'reversible', rows: 'none' });
    expect(migrations[2]?.loses).toEqual([expect.stringMatching(/^public\.a: \d rows of \d gone$/)]);
  });

  test('needs no rows on which to fill what it then requires', async () => {
    const { migrations } = await proven({
      '1_table': table,
      '2_filled': statements(
        ["update a set b = 'none' where b is null", 'alter table a alter b set not null'],
        ['alter table a alter b drop not null'],
      ),
    });
    expect(migrations[1]).toMatchObject({ outcome: 'reversible', rows: 'all' });
  });

  test('goes on where it ended without a transaction', async () => {
    const { migrations } = await proven({
      '1_table': table,
      '2_steps': statements(
        ['alter table a add c int', 'alter table a alter b set not null'],
        ['alter table a alter b drop not null', 'alter table a drop c'],
        { transaction: false },
      ),
    });
    expect(said(migrations)[1]?.[0]).toBe('reversible');
    expect(migrations[1]?.rows).toBe('plain');
  });

  test('keeps what migrations wrote, when rows that were made up go', async () => {
    const { migrations } = await proven({
      '1_table': statements(
        ['create table roles (name text primary key)', 'create table users (role text references roles)'],
        ['drop table users', 'drop table roles'],
      ),
      '2_rows': statements(
        ["insert into roles values ('admin')"],
        ["delete from roles where name = 'admin'"],
      ),
      '3_check': statements(
        ["alter table roles add check (name in ('admin', 'user'))"],
        ['alter table roles drop constraint roles_name_check'],
      ),
      '4_users': statements(["insert into users values ('admin')"], ['delete from users']),
    });
    expect(said(migrations).map(([outcome]) => outcome)).toEqual(Array(4).fill('reversible'));
  });
});

describe('roles, which belong to the whole server', () => {
  const role = `keelson_proof_${process.pid}`;
  const dropping = `drop role if exists ${role}`;

  test('count where a statement names them', async () => {
    try {
      const { migrations } = await proven({ '1_role': statements([`create role ${role}`], []) });
      expect(said(migrations)[0]).toContainEqual(expect.stringContaining(`role ${role} is still there`));
      const again = await proven({ '1_role': statements([dropping, `create role ${role}`], [dropping]) });
      expect(said(again.migrations)).toEqual([
        ['failed', expect.anything(), expect.stringContaining(`role ${role} is gone`), expect.anything()],
      ]);
    } finally {
      await proven({ '1_role': statements([dropping], []) });
    }
  });

  test('are somebody else’s where none does', async () => {
    const unnamed = (words: string): string =>
      `do $$ begin execute '${words} keelson_' || 'proof_${process.pid}'; end $$`;
    try {
      const { migrations } = await proven({
        '1_role': statements([unnamed('create role')], [unnamed('drop role')]),
      });
      expect(said(migrations)).toEqual([['reversible']]);
    } finally {
      await proven({ '1_role': statements([dropping], []) });
    }
  });
});

test('what its first up locks is handed out where that is asked', async () => {
  const files = {
    '1_a': statements(['create table a (id int)'], ['drop table a']),
    '2_a': statements(['alter table a add b int'], ['alter table a drop b']),
  };
  const { migrations } = await proven(files, { probe: true });
  expect(said(migrations)).toEqual([['reversible'], ['reversible']]);
  expect(migrations[1]?.statements).toMatchObject([
    { sql: 'alter table a add b int', locks: [{ mode: 'AccessExclusive' }] },
  ]);
  expect((await proven(files)).migrations[1]?.statements).toBeUndefined();
});

test('a run that is told to end ends', async () => {
  const told = new AbortController();
  const run = proven(
    {
      '1_a': statements(['create table a (id int)'], ['drop table a']),
      '2_b': statements(['select pg_sleep(60)'], []),
    },
    {
      signal: told.signal,
      onStart: (name) => {
        if (name === '2_b')
          setTimeout(() => {
            told.abort('SIGINT');
          }, 300);
      },
    },
  );
  await expect(run).rejects.toMatchObject({ code: 'migrations/interrupted' });
});
