import { statements } from './project.ts';
import { proven, said } from './proof-scene.ts';

/** Migrations that are what they claim to be, one after the other on one database. */
const CORRECT: Readonly<Record<string, string>> = {
  '010_schema': statements(['create schema shop'], ['drop schema shop']),
  '020_table': statements(
    [
      `create table shop.items (id serial primary key, name varchar(40) not null unique, price numeric(8, 2) not null default 1,
         sold date, about jsonb, tags text[], open boolean not null default true)`,
    ],
    ['drop table shop.items'],
  ),
  '030_foreign_key': statements(
    [
      `create table shop.sales (id bigint generated always as identity primary key,
         item int not null references shop.items on delete cascade, before bigint references shop.sales, note text)`,
    ],
    ['drop table shop.sales'],
  ),
  '040_column': statements(
    ['alter table shop.items add nickname text', "comment on column shop.items.nickname is 'short'"],
    ['alter table shop.items drop nickname'],
  ),
  '050_enum': statements(
    [
      "create type shop.state as enum ('new', 'old')",
      "alter table shop.items add state shop.state not null default 'new'",
    ],
    ['alter table shop.items drop state', 'drop type shop.state'],
  ),
  '060_index_concurrently': statements(
    ['create index concurrently items_price on shop.items (price)'],
    ['drop index concurrently shop.items_price'],
    { transaction: false },
  ),
  '070_trigger': statements(
    [
      `create function shop.touch() returns trigger language plpgsql as $$ begin new.note = coalesce(new.note, 'made'); return new; end $$`,
      'create trigger touch before insert on shop.sales for each row execute function shop.touch()',
    ],
    ['drop trigger touch on shop.sales', 'drop function shop.touch()'],
  ),
  '080_policy': statements(
    [
      'alter table shop.sales enable row level security',
      'create policy mine on shop.sales using (note is null)',
    ],
    ['drop policy mine on shop.sales', 'alter table shop.sales disable row level security'],
  ),
  '085_key_wider': statements(
    ['alter table shop.items alter id type bigint', 'alter table shop.sales alter item type bigint'],
    ['alter table shop.sales alter item type int', 'alter table shop.items alter id type int'],
  ),
  '090_view': statements(
    ['create view shop.sold as select i.name, s.note from shop.sales s join shop.items i on i.id = s.item'],
    ['drop view shop.sold'],
  ),
  '100_check': statements(
    ["alter table shop.items add constraint named check (name <> 'forbidden')"],
    ['alter table shop.items drop constraint named'],
  ),
  '110_domain': statements(
    [
      "create domain shop.code as text check (value ~ '^[A-Z]{3}-[0-9]+$')",
      'create table shop.coded (code shop.code primary key)',
    ],
    ['drop table shop.coded', 'drop domain shop.code'],
  ),
  '120_sequence': statements(['create sequence shop.numbers start 7'], ['drop sequence shop.numbers']),
  '130_partition': statements(
    [
      'create table shop.log (at date not null, what text) partition by range (at)',
      "create table shop.log_2020 partition of shop.log for values from ('2020-01-01') to ('2021-01-01')",
    ],
    ['drop table shop.log'],
  ),
  '140_comment': statements(
    ["comment on table shop.items is 'all'"],
    ['comment on table shop.items is null'],
  ),
  '150_grant': statements(
    ['grant select on shop.items to public'],
    ['revoke select on shop.items from public'],
  ),
  '170_data': statements(
    [
      'alter table shop.items add was varchar(40)',
      'update shop.items set was = name',
      "update shop.items set name = left('x ' || id, 40)",
    ],
    ['update shop.items set name = was where was is not null', 'alter table shop.items drop was'],
  ),
  '180_lookup': statements(
    [
      'create table shop.kinds (id int primary key, name text)',
      "insert into shop.kinds values (1, 'one'), (2, 'two')",
    ],
    ['drop table shop.kinds'],
  ),
  '190_more_lookup': statements(
    ["insert into shop.kinds values (3, 'three')"],
    ['delete from shop.kinds where id = 3'],
  ),
  '200_null_with_a_way_back': statements(
    ['alter table shop.sales alter item drop not null'],
    ['delete from shop.sales where item is null', 'alter table shop.sales alter item set not null'],
  ),
  '210_wider_with_a_way_back': statements(
    ['alter table shop.items alter price type numeric(12, 2)'],
    ['alter table shop.items alter price type numeric(8, 2) using least(price, 999999.99)'],
  ),
  '230_block': statements(
    ["do $$ begin update shop.sales set note = 'x' || note; end $$"],
    ['do $$ begin update shop.sales set note = substr(note, 2); end $$'],
  ),
  '240_nothing': statements([], []),
  '250_through_a_view': statements(
    ['create view shop.cheap as select id, open from shop.items', 'update shop.cheap set open = not open'],
    ['update shop.cheap set open = not open', 'drop view shop.cheap'],
  ),
  '260_detach': statements(
    [
      "insert into shop.log_2020 values ('2020-05-05', 'may')",
      'alter table shop.log detach partition shop.log_2020',
    ],
    [
      "delete from shop.log_2020 where at < '2020-01-01' or at >= '2021-01-01'",
      "alter table shop.log attach partition shop.log_2020 for values from ('2020-01-01') to ('2021-01-01')",
      "delete from shop.log where what = 'may'",
    ],
  ),
  '270_function': statements(
    [
      "create function shop.close() returns void language sql as 'update shop.items set open = not open'",
      'select shop.close()',
    ],
    ['select shop.close()', 'drop function shop.close()'],
  ),
  '280_audit': statements(
    [
      'create table shop.audit (item int, at timestamptz default now())',
      `create function shop.audits() returns trigger language plpgsql as $$ begin insert into shop.audit values (new.id); return new; end $$`,
      'create trigger audits after update on shop.items for each row execute function shop.audits()',
    ],
    ['drop trigger audits on shop.items', 'drop function shop.audits()', 'drop table shop.audit'],
  ),
  '290_audited': statements(
    ['update shop.items set open = not open'],
    ['update shop.items set open = not open'],
  ),
  '900_rename': statements(
    ['alter table shop.items rename to things', 'alter table shop.things rename column about to told'],
    ['alter table shop.things rename column told to about', 'alter table shop.things rename to items'],
  ),
};

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
