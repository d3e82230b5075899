import { migrate, rollback } from '../../src/migrations/index.ts';
import type { RollbackResult } from '../../src/migrations/index.ts';
import { statements } from './project.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';

interface Case {
  readonly name: string;
  /** What is there before the migration that is taken back. */
  readonly base?: readonly string[];
  readonly up?: readonly string[];
  readonly down: readonly string[];
  /** What people write before it is taken back, and after that. */
  readonly before?: string;
  readonly between?: string;
  readonly look: string;
  readonly kept: readonly { readonly what: string; readonly rows: number }[];
  readonly left?: number;
  /** What is to be seen when the rows are back; what was there before the way back unless given. */
  readonly then?: readonly object[];
}

const NAMES = [
  'create table p (id int primary key, name text)',
  `insert into p values (1, 'Ann Lee'), (2, 'Bob')`,
];
const LIST = ['create table p (id int, name text)', `insert into p values (1, 'Ann Lee'), (2, 'Bob')`];

const CASES: readonly Case[] = [
  {
    name: 'a table that is emptied and filled again with as many rows',
    base: NAMES,
    down: ['truncate p', `insert into p values (1, 'nobody'), (2, 'Bob')`],
    look: 'select * from p order by id',
    kept: [{ what: 'columns', rows: 1 }],
  },
  {
    name: 'a partition that is dropped while another gets as many rows',
    base: [
      'create table e (id int, d int) partition by list (d)',
      'create table e2 partition of e for values in (2)',
    ],
    up: ['create table e1 partition of e for values in (1)', 'delete from e where id > 2'],
    down: ['drop table e1', 'insert into e values (3, 2), (4, 2)'],
    before: 'insert into e values (1, 1), (2, 2)',
    look: 'select * from e order by id',
    kept: [{ what: 'rows', rows: 1 }],
  },
  {
    name: 'values that are written over where their columns go',
    base: NAMES,
    up: [
      'alter table p add first text, add last text',
      `update p set first = split_part(name, ' ', 1), last = split_part(name, ' ', 2)`,
      'alter table p drop name',
    ],
    down: ['alter table p add name text', 'update p set name = first', 'alter table p drop first, drop last'],
    before: `update p set last = 'Gray' where id = 1`,
    look: 'select * from p order by id',
    kept: [{ what: 'columns', rows: 2 }],
  },
  {
    name: 'values that are written over, beside rows that go',
    base: NAMES,
    down: ['update p set name = left(name, 3)', 'delete from p where id = 2'],
    look: 'select * from p order by id',
    kept: [
      { what: 'rows', rows: 1 },
      { what: 'columns', rows: 1 },
    ],
  },
  {
    name: 'values that are written over in a table without a key',
    base: LIST,
    up: ['alter table p add nick text'],
    down: ['update p set name = nick where nick is not null', 'alter table p drop nick'],
    before: `update p set nick = 'N' where id = 1`,
    look: 'select * from p order by id',
    kept: [{ what: 'columns', rows: 1 }],
  },
  {
    name: 'values that are written over in a table without a key, beside rows that go',
    base: LIST,
    down: [`update p set name = 'x' where id = 1`, 'delete from p where id = 2'],
    look: 'select * from p order by id',
    kept: [
      { what: 'rows', rows: 1 },
      { what: 'columns', rows: 1 },
    ],
  },
  {
    name: 'values over which newer ones were written since: these stay',
    base: NAMES,
    down: [`update p set name = left(name, 2)`],
    between: `update p set name = 'newer' where id = 1`,
    look: 'select * from p order by id',
    kept: [{ what: 'columns', rows: 2 }],
    left: 1,
    then: [
      { id: 1, name: 'newer' },
      { id: 2, name: 'Bob' },
    ],
  },
  {
    name: 'times of which the days are left',
    base: ['create table p (id int primary key, at date)'],
    up: ['alter table p alter at type timestamp'],
    down: ['alter table p alter at type date'],
    before: `insert into p values (1, '2020-02-02 12:13'), (2, '2020-02-02')`,
    look: 'select id, at::text from p order by id',
    kept: [{ what: 'columns', rows: 2 }],
  },
  {
    name: 'values that the up writes over too',
    base: ['create table p (id int primary key, price int)'],
    up: ['alter table p alter price type numeric using price / 100.0'],
    down: ['alter table p alter price type int using floor(price) * 100'],
    before: 'insert into p values (1, 1.25), (2, 2.5)',
    between: 'update p set price = 700 where id = 2',
    look: 'select id, price::float8 from p order by id',
    kept: [{ what: 'columns', rows: 2 }],
    left: 1,
    then: [
      { id: 1, price: 1.25 },
      { id: 2, price: 7 },
    ],
  },
  {
    name: 'nothing where a type has another name, or is looked up along another path',
    base: [
      'create schema app',
      `create type app.mood as enum ('a', 'b')`,
      `create table p (id int primary key, mood app.mood, n int); insert into p values (1, 'a', 5)`,
    ],
    up: ['alter type app.mood rename to feeling', 'alter table p alter n type bigint'],
    down: [
      'set local search_path = app',
      'alter type app.feeling rename to mood',
      'alter table public.p alter n type int',
    ],
    between: `update p set mood = 'b', n = 777`,
    look: 'select mood, n::int from p',
    kept: [],
    then: [{ mood: 'b', n: 777 }],
  },
  {
    name: 'nothing of a table that becomes a part of another one',
    base: [
      'create table e (id int, d int) partition by list (d)',
      'create table e1 partition of e for values in (1)',
      'insert into e values (1, 1), (1, 1)',
    ],
    up: ['alter table e detach partition e1'],
    down: ['alter table e attach partition e1 for values in (1)'],
    look: 'select * from e1',
    kept: [],
  },
  {
    name: 'a table that is written to another one of its name: nothing is there twice',
    base: LIST,
    up: ['create view v as select 1'],
    down: [
      'drop view v',
      'alter table p rename to old_p',
      'create table p (id int, name text)',
      'insert into p select * from old_p where id = 1',
      'drop table old_p',
    ],
    look: 'select * from p order by id',
    kept: [{ what: 'table', rows: 2 }],
    left: 1,
  },
  {
    name: 'a table with one that inherits from it',
    up: ['create table parent (id int)', 'create table child () inherits (parent)'],
    down: ['drop table parent cascade'],
    before: 'insert into parent values (1); insert into child values (2)',
    look: 'select tableoid::regclass::text as of, id from parent order by id',
    kept: [
      { what: 'table', rows: 1 },
      { what: 'table', rows: 1 },
    ],
  },
  {
    name: 'a column of a collation that goes too',
    up: [
      `create collation ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
      'create table p (id int primary key, mail text collate ci)',
    ],
    down: ['drop table p', 'drop collation ci'],
    before: `insert into p values (1, 'A@b')`,
    look: 'select * from p',
    kept: [{ what: 'table', rows: 1 }],
  },
  {
    name: 'values that only a collation takes for the same',
    base: [
      `create collation ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
      `create table p (id int primary key, mail text collate ci); insert into p values (1, 'A@b')`,
    ],
    down: ['update p set mail = lower(mail)'],
    look: 'select * from p',
    kept: [{ what: 'columns', rows: 1 }],
  },
  {
    name: 'a value of a row by its key, of which what an index only includes is no part',
    base: [
      'create table p (id int not null, n int not null, unique (id) include (n)); insert into p values (1, 1)',
    ],
    up: ['alter table p add nick text'],
    down: ['alter table p drop nick'],
    before: `update p set nick = 'x'`,
    between: 'update p set n = 2',
    look: 'select id, nick from p',
    kept: [{ what: 'columns', rows: 1 }],
  },
  {
    name: 'rows of a table with triggers, on which the up left something for the end',
    up: [
      'create table parent (id int primary key); insert into parent values (1)',
      'create table child (id int primary key, parent int references parent deferrable initially deferred)',
      `create function noted() returns trigger language plpgsql as 'begin return new; end'`,
      'create trigger noted before insert on child for each row execute function noted()',
      'insert into child values (0, 1)',
    ],
    down: ['drop table child, parent', 'drop function noted'],
    before: 'insert into child values (5, 1)',
    look: 'select * from child order by id',
    kept: [
      { what: 'table', rows: 1 },
      { what: 'table', rows: 2 },
    ],
    left: 2,
  },
];

function options(here: Scene): Pick<Parameters<typeof migrate>[0], 'config' | 'connection'> {
  return { config: here.migrations.config, connection: here.database.settings };
}

function expectKept({ kept }: RollbackResult, expected: Case['kept']): void {
  expect(kept.map(({ what, rows }) => ({ what, rows }))).toEqual(expected);
}

test.each(CASES)('a rollback sets aside $name', async (one) => {
  const { base = ['select 1'], up = ['select 1'], down, before, between, look, kept, left = 0, then } = one;
  await using here = await scene({ '1_base': statements(base, ['select 1']) });
  await here.up();
  here.migrations.write('2_change', statements(up, down));
  await here.up();
  if (before !== undefined) await here.client.query(before);
  const was = (await here.client.query<object>(look)).rows;
  expectKept(await rollback(options(here)), kept);
  if (between !== undefined) await here.client.query(between);
  const { restored } = await migrate({ ...options(here), restoreKept: true });
  expect((await here.client.query(look)).rows).toEqual(then ?? was);
  expect(restored.reduce((sum, { left: rest }) => sum + rest, 0)).toBe(left);
});
