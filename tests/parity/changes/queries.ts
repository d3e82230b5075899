import type { Change, ChangeTable } from './change.ts';

const view = (name: string, query: string): Change => ({
  change: `drop view ${name}; create view ${name} as ${query}`,
  expect: [`view/definition public.${name}`],
});
const policy = (name: string, condition: string): Change => ({
  change: `alter policy ${name} on rows using (${condition})`,
  expect: [`policy/using public.rows.${name}`],
});

const RECURSIVE = (union: string, start = '1'): string =>
  `with recursive r(a) as (select ${start} ${union} select others.a from others join r on r.a = others.id)
   select a from r`;
const FRAME = (frame: string): string =>
  `select (sum(a) over (order by id ${frame}))::integer as total from rows`;

/** Other queries whose plans look like those of the declared ones. */
export const queries: ChangeTable = {
  schema: 'base-queries',
  changes: [
    view('limited', 'select a from rows order by a limit 11'),
    view('limited', 'select a from rows order by a fetch first 10 rows with ties'),
    view('limited', 'select a from rows order by a'),
    view('limited', 'select a from rows order by a offset 10'),
    view('limited', 'select a from rows order by a nulls first limit 10'),
    view('skipped', 'select a from rows order by a limit 10 offset 6'),
    view('skipped', 'select a from rows order by a limit 5 offset 10'),
    view('distinct_rows', 'select distinct on (a, b) a, b from rows order by a, b'),
    view('distinct_rows', 'select distinct a, b from rows order by a, b'),
    view('framed', FRAME('rows between 2 preceding and current row')),
    view('framed', FRAME('range between 1 preceding and current row')),
    view('framed', FRAME('groups between 1 preceding and current row')),
    view('framed', FRAME('rows between 1 preceding and 1 following')),
    view('framed', FRAME('rows between 1 preceding and current row exclude ties')),
    view('framed', FRAME('')),
    view('windowed', 'select (row_number() over (partition by b order by id))::integer as place from rows'),
    view(
      'windowed',
      'select (row_number() over (partition by a order by id desc))::integer as place from rows',
    ),
    view('windowed', 'select (rank() over (partition by a order by id))::integer as place from rows'),
    view('recursive_rows', RECURSIVE('union all')),
    view('recursive_rows', RECURSIVE('union', '2')),
    view('listed', 'select column1 as a from (values (1), (3)) as v'),
    view('listed', 'select column1 as a from (values (2), (1)) as v'),
    view('whole', 'select a from only rows'),
    view('joined', 'select rows.a, others.b from rows join others on others.id = rows.id'),
    view('joined', 'select rows.a, others.b from rows right join others on others.id = rows.id'),
    view(
      'joined',
      `select rows.a, others.b from rows left join others on others.id = rows.id and others.a > 1`,
    ),
    view('united', 'select a from rows union all select a from others'),
    view('united', 'select a from rows intersect select a from others'),
    view('united', 'select a from rows except select a from others'),
    view(
      'grouped',
      `select a, (count(*) filter (where b <> 'x'))::integer as n from rows group by a having count(*) > 1`,
    ),
    view(
      'grouped',
      `select a, (count(distinct b) filter (where b <> ''))::integer as n from rows group by a having count(*) > 1`,
    ),
    view(
      'grouped',
      `select a, (count(*) filter (where b <> ''))::integer as n from rows group by a having count(*) > 2`,
    ),
    view(
      'grouped',
      `select a, (count(*) filter (where b <> ''))::integer as n from rows group by rollup (a) having count(*) > 1`,
    ),
    view('locked', 'select a from rows for share'),
    view('locked', 'select a from rows for update skip locked'),
    view('locked', 'select a from rows'),
    view('sampled', 'select a from rows tablesample system (20)'),
    view('sampled', 'select a from rows tablesample bernoulli (10)'),
    view('nested', 'select a from rows where id in (select id from others order by a limit 4)'),
    view('nested', 'select a from rows where id in (select id from others order by a)'),
    view('nested', 'select a from rows where id in (select id from only others order by a limit 3)'),
    view('collated', `select b from rows where b collate "C" < 'x' order by b`),
    view('collated', `select b from rows where b < 'x' order by b collate "C"`),
    view(
      'cased',
      `select case when a >= 1 then 'many' when a = 1 then 'one' else 'none' end as word from rows`,
    ),
    view('called', 'select n as a from generate_series(1, 6) as n'),
    {
      change: `drop materialized view stored;
        create materialized view stored as select distinct on (a, b) a, b from rows order by a, b desc`,
      expect: ['materialized-view/definition public.stored'],
    },
    policy('listed', 'a in (select column1 from (values (1), (3)) as listed)'),
    policy('listed', 'a in (select column1 from (values (1), (2), (3)) as listed)'),
    policy('listed', 'a not in (select column1 from (values (1), (2)) as listed)'),
    policy('first', 'a = (select other.a from others other order by other.a limit 2)'),
    policy('first', 'a = (select other.a from others other order by other.a offset 1)'),
    policy('first', 'a = (select other.a from others other order by other.a desc limit 1)'),
    policy('whole', 'exists (select from only others where others.a = rows.a)'),
    policy('whole', 'exists (select from others where others.id = rows.a)'),
    policy('whole', 'exists (select from others where others.a = others.a)'),
    policy('whole', 'not exists (select from others where others.a = rows.a)'),
    {
      change:
        'alter policy whole on rows using (exists (select 1 from others where others.a = rows.a limit 5))',
      expect: ['policy/using public.rows.whole'],
    },
    { change: 'create or replace view whole as select rows.a from public.rows', expect: [] },
    { change: 'create or replace view limited as (select a from rows order by 1 limit 10)', expect: [] },
  ],
};
