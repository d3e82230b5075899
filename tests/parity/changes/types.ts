import type { ChangeTable } from './change.ts';

/** Enums, sequences and namespaces. */
export const types: ChangeTable = {
  schema: 'base-types',
  changes: [
    { change: `alter type mood add value 'angry'`, expect: ['enum/values public.mood'] },
    { change: `alter type mood add value 'angry' before 'sad'`, expect: ['enum/values public.mood'] },
    { change: `alter type mood rename value 'sad' to 'Sad'`, expect: ['enum/values public.mood'] },
    {
      change: `alter type types.level rename value 'low' to 'x'; alter type types.level rename value 'high' to 'low';
        alter type types.level rename value 'x' to 'high'`,
      expect: ['enum/values types.level'],
    },
    {
      change: `drop type types.unused; create type types.unused as enum ('a')`,
      expect: ['enum/values types.unused'],
    },
    {
      change: `drop type types.unused; create type types.unused as enum ('b', 'a')`,
      expect: ['enum/values types.unused'],
    },
    { change: 'drop type types.unused', expect: ['enum/missing types.unused'] },
    { change: `create type types.extra as enum ('x')`, expect: ['enum/undeclared types.extra'] },
    {
      change: `create type public.level as enum ('low', 'mid', 'high')`,
      expect: ['enum/undeclared public.level'],
    },
    { change: 'alter type types.unused rename to unneeded', expect: ['enum/renamed types.unused'] },
    { change: 'alter type mood rename to feeling', expect: ['enum/renamed public.mood'] },
    { change: 'alter type types.level rename to "Level"', expect: ['enum/renamed types.level'] },
    {
      change: 'alter type types.unused set schema public',
      expect: ['enum/missing types.unused', 'enum/undeclared public.unused'],
    },
    {
      change: `alter table moods alter column mood drop default, alter column mood type text; drop type mood;
        create domain mood as text check (value in ('sad', 'ok', 'happy'))`,
      expect: [
        'column/default public.moods.mood',
        'column/type public.moods.mood',
        'enum/missing public.mood',
      ],
    },

    { change: 'drop sequence plain', expect: ['sequence/missing public.plain'] },
    { change: 'create sequence types.extra', expect: ['sequence/undeclared types.extra'] },
    { change: 'alter sequence types.full rename to whole', expect: ['sequence/renamed types.full'] },
    { change: 'alter sequence types.full start 101', expect: ['sequence/start types.full'] },
    { change: 'alter sequence types.full increment 6', expect: ['sequence/increment types.full'] },
    { change: 'alter sequence types.full increment -5', expect: ['sequence/increment types.full'] },
    { change: 'alter sequence types.full minvalue 11', expect: ['sequence/min types.full'] },
    { change: 'alter sequence types.full maxvalue 1001', expect: ['sequence/max types.full'] },
    { change: 'alter sequence types.full no maxvalue', expect: ['sequence/max types.full'] },
    { change: 'alter sequence types.full cache 1', expect: ['sequence/cache types.full'] },
    { change: 'alter sequence types.full no cycle', expect: ['sequence/cycle types.full'] },
    { change: 'alter sequence plain start 5', expect: ['sequence/start public.plain'] },
    {
      change: 'alter sequence plain cycle cache 3',
      expect: ['sequence/cache public.plain', 'sequence/cycle public.plain'],
    },
    { change: 'alter sequence plain as integer', expect: ['sequence/max public.plain'] },
    {
      change: 'drop sequence plain; create table public.plain (id integer)',
      expect: ['sequence/kind public.plain'],
    },
    { change: 'alter sequence types.full restart with 500', expect: [] },
    { change: `select nextval('plain'), setval('types.full', 42)`, expect: [] },
    { change: 'alter sequence plain set unlogged', expect: [] },
    { change: 'alter sequence plain owned by moods.id', expect: [] },

    { change: 'drop schema empty', expect: ['schema/missing empty'] },
    { change: 'create schema extra; create schema "more of it"', expect: [] },
    { change: `comment on schema empty is 'x'; comment on type mood is 'y'`, expect: [] },
    {
      change: `create type types.pair as (a integer, b text); create type types.spread as range (subtype = float8)`,
      expect: [],
    },
    { change: `create domain types.short as text check (length(value) < 5)`, expect: [] },
  ],
};
