import type { ChangeTable } from './change.ts';

/** Columns that come, go, and are called otherwise. */
export const presence: ChangeTable = {
  schema: 'base-columns',
  changes: [
    { change: 'alter table shop.items drop column small', expect: ['column/missing shop.items.small'] },
    {
      change: 'alter table shop.items add column extra text',
      expect: ['column/undeclared shop.items.extra'],
    },
    {
      change: `alter table shop.items add column extra integer generated always as (amount + 1) stored`,
      expect: ['column/undeclared shop.items.extra'],
    },
    {
      change: 'alter table shop.items add column extra serial',
      expect: ['column/undeclared shop.items.extra'],
    },
    {
      change: 'alter table shop.items rename column nickname to alias',
      expect: ['column/renamed shop.items.nickname'],
    },
    { change: 'alter table shop.items rename column id to number', expect: ['column/renamed shop.items.id'] },
    { change: 'alter table public.notes rename column a to z', expect: ['column/renamed public.notes.a'] },
    {
      change: 'alter table shop.items rename column price to cost',
      expect: ['column/renamed shop.items.price'],
    },
    {
      change: `alter table shop.items rename column small to tiny;
        alter table shop.items alter column tiny set default 1`,
      expect: ['column/default shop.items.small', 'column/renamed shop.items.small'],
    },
    {
      change: 'alter table public.notes drop column b, drop column c, add column d text, add column e text',
      expect: [
        'column/missing public.notes.b',
        'column/missing public.notes.c',
        'column/undeclared public.notes.d',
        'column/undeclared public.notes.e',
      ],
    },
    {
      change: 'alter table shop.spare drop column second, add column other timestamp',
      expect: ['column/missing shop.spare.second', 'column/undeclared shop.spare.other'],
    },
    {
      change: 'alter table shop.items rename column label to "Label"',
      expect: ['column/renamed shop.items.label'],
    },
    {
      change: 'alter table public.notes drop column a',
      expect: ['column/missing public.notes.a', 'index/missing public.notes.notes_a'],
    },
  ],
};

/** Types, nulls, collations. */
export const types: ChangeTable = {
  schema: 'base-columns',
  changes: [
    {
      change: 'alter table shop.items alter column name type varchar(100)',
      expect: ['column/type shop.items.name'],
    },
    {
      change: 'alter table shop.items alter column nickname type varchar(51)',
      expect: ['column/type shop.items.nickname'],
    },
    {
      change: 'alter table shop.items alter column nickname type varchar',
      expect: ['column/type shop.items.nickname'],
    },
    {
      change: 'alter table shop.items alter column nickname type text',
      expect: ['column/type shop.items.nickname'],
    },
    {
      change: 'alter table shop.items alter column small type integer',
      expect: ['column/type shop.items.small'],
    },
    {
      change: 'alter table shop.items alter column big type integer',
      expect: ['column/type shop.items.big'],
    },
    {
      change: 'alter table shop.items alter column ratio type real',
      expect: ['column/type shop.items.ratio'],
    },
    {
      change: 'alter table shop.items alter column code type char(4)',
      expect: ['column/type shop.items.code'],
    },
    {
      change: 'alter table shop.items alter column stamp type timestamp',
      expect: ['column/type shop.items.stamp'],
    },
    {
      change: 'alter table shop.items alter column stamp type timestamptz(3)',
      expect: ['column/type shop.items.stamp'],
    },
    {
      change: 'alter table shop.items alter column clock type timetz',
      expect: ['column/type shop.items.clock'],
    },
    {
      change: 'alter table shop.items alter column span type interval day to second',
      expect: ['column/type shop.items.span'],
    },
    {
      change: 'alter table shop.items alter column document type json',
      expect: ['column/type shop.items.document'],
    },
    {
      change: 'alter table shop.items alter column grid type bigint[]',
      expect: ['column/type shop.items.grid'],
    },
    {
      change: 'alter table shop.items drop column grid, add column grid integer',
      expect: ['column/type shop.items.grid'],
    },
    {
      change:
        "alter table shop.items alter column tags drop default, alter column tags type text using tags[1], alter column tags set default 'a'",
      expect: ['column/default shop.items.tags', 'column/type shop.items.tags'],
    },
    {
      change: `alter table shop.items alter column mood drop default,
        alter column mood type public.mood using mood::text::public.mood,
        alter column mood set default 'ok'`,
      expect: ['column/default shop.items.mood', 'column/type shop.items.mood'],
    },
    {
      change: `alter table shop.items alter column mood drop default, alter column mood type text,
        alter column mood set default 'ok'`,
      expect: ['column/type shop.items.mood'],
    },
    {
      change: 'create domain shop.short as text; alter table shop.items alter column label type shop.short',
      expect: ['column/type shop.items.label'],
    },
    {
      change: 'alter table shop.items alter column name drop not null',
      expect: ['column/nullable shop.items.name'],
    },
    {
      change: 'alter table shop.items alter column nickname set not null',
      expect: ['column/nullable shop.items.nickname'],
    },
    {
      change: `alter table shop.items alter column name drop not null;
        alter table shop.items add constraint items_name_there not null name not valid`,
      expect: ['column/not-null-validated shop.items.name'],
      since: 18,
    },
    {
      change: 'alter table shop.items add constraint items_label_there not null label not valid',
      expect: ['column/nullable shop.items.label'],
      since: 18,
    },
    {
      change: 'alter table shop.items alter column name type text collate "C"',
      expect: ['column/collation shop.items.name'],
    },
    {
      change: 'alter table shop.items alter column nickname type varchar(50) collate "POSIX"',
      expect: ['column/collation shop.items.nickname'],
    },
    {
      change:
        'alter table shop.items alter column name type text collate "C"; alter table shop.items rename column name to title',
      expect: ['column/collation shop.items.name', 'column/renamed shop.items.name'],
    },
    {
      change:
        "alter table shop.items alter column name drop not null, alter column name type varchar(9), alter column name set default 'y'",
      expect: [
        'column/default shop.items.name',
        'column/nullable shop.items.name',
        'column/type shop.items.name',
      ],
    },
  ],
};
