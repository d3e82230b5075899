import type { Change, ChangeTable } from './change.ts';

const standing = (column: string, value: string): Change => ({
  change: `alter table rows alter column ${column} set default ${value}`,
  expect: [`column/default public.rows.${column}`],
});
const check = (name: string, condition: string): Change => ({
  change: `alter table rows drop constraint ${name}, add constraint ${name} check (${condition})`,
  expect: [`check/expression public.rows.${name}`],
});
const index = (definition: string, ...facts: readonly string[]): Change => ({
  change: `drop index rows_index; create index rows_index on rows ${definition}`,
  expect: facts.map((fact) => `index/${fact} public.rows.rows_index`),
});
const made = (expression: string): Change => ({
  change: `alter table rows drop column made;
    alter table rows add column made integer generated always as (${expression}) stored`,
  expect: ['column/generation public.rows.made'],
});
const policy = (condition: string): Change => ({
  change: `alter policy rows_policy on rows using (${condition})`,
  expect: ['policy/using public.rows.rows_policy'],
});
const seen = (query: string): Change => ({
  change: `drop view seen; create view seen as ${query}`,
  expect: ['view/definition public.seen'],
});

/** What is the same only as long as nobody replaces a function. */
export const functions: ChangeTable = {
  schema: 'base-functions',
  changes: [
    standing('a', '5'),
    standing('a', 'other_top()'),
    standing('a', 'elsewhere.top()'),
    standing('a', 'slow_top()'),
    standing('a', 'same(top())'),
    standing('b', `elsewhere.lower('X')`),
    standing('c', '5'),
    standing('c', 'top()'),
    { change: 'alter table rows alter column a set default (public.top())', expect: [] },
    check('rows_top', 'a < 5'),
    check('rows_top', 'a < other_top()'),
    check('rows_top', 'same(a) < top()'),
    check('rows_slow', 'c < 5'),
    check('rows_slow', 'c < top()'),
    check('rows_same', 'a > 0'),
    check('rows_same', 'other_same(a) > 0'),
    check('rows_cast', `d::varchar(4) <> 'abc'`),
    check('rows_cast', `d <> 'abc'`),
    check('rows_cast', `d::char(3) <> 'abc'`),
    check('rows_lower', 'elsewhere.lower(b) = b'),
    { change: check('rows_top', 'a < public.top()').change, expect: [] },
    index('(other_same(a)) where id > top()', 'expressions'),
    index('(a) where id > top()', 'columns'),
    index('(same(a)) where id > 5', 'where'),
    index('(same(a)) where id > other_top()', 'where'),
    index('(public.same(a)) where (id) > top()'),
    ...['elsewhere.lower(b)) where lower(d)', 'lower(b)) where elsewhere.lower(d)'].map((keys, at) => ({
      change: `drop index rows_lowered; create index rows_lowered on rows (${keys} <> ''`,
      expect: [`index/${['expressions', 'where'][at] ?? ''} public.rows.rows_lowered`],
    })),
    {
      change: `alter table rows drop column lowered;
        alter table rows add column lowered text generated always as (elsewhere.lower(b)) stored`,
      expect: ['column/generation public.rows.lowered'],
    },
    {
      change: `alter policy rows_lower on rows using (elsewhere.lower(b) = 'x')`,
      expect: ['policy/using public.rows.rows_lower'],
    },
    {
      change: 'create or replace view lowered as select elsewhere.lower(b) as b from rows',
      expect: ['view/definition public.lowered'],
    },
    made('id'),
    made('other_same(id)'),
    policy('a < 5 and same(id) > 1'),
    policy('a < other_top() and same(id) > 1'),
    policy('a < top() and id > 1'),
    seen('select id as id, top() as top from rows where a < top()'),
    seen('select same(id) as id, 5 as top from rows where a < top()'),
    seen('select same(id) as id, top() as top from rows where a < 5'),
    seen('select other_same(id) as id, top() as top from rows where a < top()'),
  ],
};
