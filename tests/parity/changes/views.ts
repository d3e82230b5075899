import type { ChangeTable } from './change.ts';

const adults = (columns: string, rest = 'where age > 17'): string =>
  `drop view adults; create view adults as select ${columns} from people ${rest}`;
const typed = (query: string): string => `drop view app.typed; create view app.typed as ${query}`;
const counts = (query: string, options = 'with (fillfactor = 70)'): string =>
  `drop materialized view counts; create materialized view counts ${options} as ${query}`;
const guarded = (query: string, options: string): string =>
  `drop view guarded; create view guarded with (${options}) as ${query}`;

const ALL = 'id, name, age, kind';
const COUNTS = 'select age, count(*)::integer as n from people group by age';
const GUARDED = 'select id, age from people where age > 5';
const OPTIONS = 'check_option = local, security_barrier = true, security_invoker = true';

/** Views and materialized views. */
export const views: ChangeTable = {
  schema: 'base-views',
  changes: [
    { change: 'drop view adults', expect: ['view/missing public.adults'] },
    { change: 'create view extra as select 1 as one', expect: ['view/undeclared public.extra'] },
    { change: 'create view app.adults as select * from adults', expect: ['view/undeclared app.adults'] },
    { change: 'alter view adults rename to grown_ups', expect: ['view/renamed public.adults'] },
    {
      change: 'alter view app.typed set schema public',
      expect: ['view/missing app.typed', 'view/undeclared public.typed'],
    },
    { change: adults(ALL, 'where age > 18'), expect: ['view/definition public.adults'] },
    { change: adults(ALL, 'where age >= 18'), expect: ['view/definition public.adults'] },
    { change: adults(ALL, ''), expect: ['view/definition public.adults'] },
    { change: adults(ALL, 'where age > 17 limit 100'), expect: ['view/definition public.adults'] },
    { change: adults(ALL, 'where age > 17 order by id'), expect: ['view/definition public.adults'] },
    { change: adults(`distinct ${ALL}`), expect: ['view/definition public.adults'] },
    { change: adults('id, upper(name) as name, age, kind'), expect: ['view/definition public.adults'] },
    {
      change: adults(`${ALL}, 1 as extra`),
      expect: ['column/undeclared public.adults.extra', 'view/definition public.adults'],
    },
    {
      change: adults('id, name, age'),
      expect: ['column/missing public.adults.kind', 'view/definition public.adults'],
    },
    {
      change: adults('id, name, age, kind::text as kind'),
      expect: ['column/type public.adults.kind', 'view/definition public.adults'],
    },
    {
      change: 'alter view adults rename column kind to sort',
      expect: ['column/renamed public.adults.kind', 'view/definition public.adults'],
    },
    {
      change: adults('people.id, people.name, (people.age), people.kind', 'where ((17) < age)'),
      expect: ['view/definition public.adults'],
    },
    // By which name a table goes within is nobody's business.
    { change: adults('p.id, p.name, p.age, p.kind', 'p where p.age > 17'), expect: [] },
    { change: adults('people.id, name, (people.age), kind', 'where ((people.age) > (17))'), expect: [] },
    { change: `create or replace view adults as select * from people where age > 17`, expect: [] },
    // The name of a column in a view's query is the name of its result too.
    {
      change: 'alter table people rename column age to years',
      expect: [
        'column/renamed public.people.age',
        ...[
          'materialized-view/definition public.counts',
          'view/definition public.adults',
          'view/definition public.guarded',
        ].map(
          (view) =>
            `undecided ${view}: it names age, which the database calls years: settle the name, then check again`,
        ),
      ],
    },
    { change: 'alter table people rename to persons', expect: ['table/renamed public.people'] },
    { change: 'alter table people add column extra text', expect: ['column/undeclared public.people.extra'] },
    {
      change: 'alter table people alter column name drop not null',
      expect: ['column/nullable public.people.name'],
    },
    {
      change: typed('select id, upper(name) as shout from people order by id limit 11'),
      expect: ['view/definition app.typed'],
    },
    {
      change: typed('select id, upper(name) as shout from people order by id desc limit 10'),
      expect: ['view/definition app.typed'],
    },
    {
      change: typed('select id, upper(name) as shout from people order by id offset 10'),
      expect: ['view/definition app.typed'],
    },
    {
      change: typed('select id, lower(name) as shout from people order by id limit 10'),
      expect: ['view/definition app.typed'],
    },
    {
      change: typed('select id, upper(name collate "C") as shout from people order by id limit 10'),
      expect: ['view/definition app.typed'],
    },
    {
      change: typed('select id::bigint as id, upper(name) as shout from people order by people.id limit 10'),
      expect: ['column/type app.typed.id', 'view/definition app.typed'],
    },
    {
      change: typed(
        'select people.id, pg_catalog.upper(people.name) as shout from public.people order by 1 limit 10',
      ),
      expect: [],
    },
    {
      change: guarded(GUARDED, 'check_option = cascaded, security_barrier = true, security_invoker = true'),
      expect: ['view/check-option public.guarded'],
    },
    { change: 'alter view guarded reset (check_option)', expect: ['view/check-option public.guarded'] },
    {
      change: 'alter view guarded set (security_barrier = false)',
      expect: ['view/security-barrier public.guarded'],
    },
    {
      change: 'alter view guarded reset (security_invoker)',
      expect: ['view/security-invoker public.guarded'],
    },
    {
      change: 'alter view adults set (security_invoker = on)',
      expect: ['view/security-invoker public.adults'],
    },
    { change: 'alter view adults set (security_barrier)', expect: ['view/security-barrier public.adults'] },
    { change: guarded(GUARDED, OPTIONS), expect: [] },
    { change: 'alter view guarded set (security_invoker = 1)', expect: [] },
    {
      change: `drop view kinds; create view kinds as select kind from people
        where (kind)::text = any (array[('a'::varchar)::text, ('b'::varchar)::text])`,
      expect: [],
    },
    {
      change: `drop view kinds; create view kinds as select kind from people where kind in ('a', 'c')`,
      expect: ['view/definition public.kinds'],
    },
    // What an insert through the view would do; Drizzle has no word for it.
    { change: 'alter view adults alter column age set default 5', expect: [] },
    {
      change: 'drop view adults; create table adults (id integer, name text, age integer, kind varchar(10))',
      expect: ['view/kind public.adults'],
    },

    { change: 'drop materialized view counts', expect: ['materialized-view/missing public.counts'] },
    {
      change: 'create materialized view extra as select 1 as one',
      expect: ['materialized-view/undeclared public.extra'],
    },
    {
      change: 'alter materialized view counts rename to tallies',
      expect: ['materialized-view/renamed public.counts'],
    },
    {
      change: counts('select age, count(*)::integer as n from people where age > 1 group by age'),
      expect: ['materialized-view/definition public.counts'],
    },
    {
      change: counts('select age, count(name)::integer as n from people group by age'),
      expect: ['materialized-view/definition public.counts'],
    },
    {
      change: counts('select age, count(*) as n from people group by age'),
      expect: ['column/type public.counts.n', 'materialized-view/definition public.counts'],
    },
    { change: counts(COUNTS, 'with (fillfactor = 71)'), expect: ['materialized-view/with public.counts'] },
    { change: counts(COUNTS, ''), expect: ['materialized-view/with public.counts'] },
    {
      change: 'alter materialized view counts set (autovacuum_enabled = off)',
      expect: ['materialized-view/with public.counts'],
    },
    {
      change: 'refresh materialized view counts with no data',
      expect: ['materialized-view/populated public.counts'],
    },
    {
      change: `create access method other type table handler heap_tableam_handler; drop materialized view counts;
        create materialized view counts using other with (fillfactor = 70) as ${COUNTS}`,
      expect: ['materialized-view/using public.counts'],
    },
    // A tablespace cannot be made in a transaction.
    {
      change: `update pg_class set reltablespace = (select oid from pg_tablespace where spcname = 'pg_global')
        where oid = 'counts'::regclass`,
      expect: ['materialized-view/tablespace public.counts'],
    },
    { change: 'create unique index counts_age on counts (age)', expect: [] },
    { change: 'refresh materialized view app.hollow', expect: [] },
    {
      change: 'alter materialized view app.hollow rename to void',
      expect: ['materialized-view/renamed app.hollow'],
    },
    {
      change: `drop materialized view counts; create view counts as ${COUNTS}`,
      expect: ['materialized-view/kind public.counts'],
    },
    {
      change: `drop view kinds; create materialized view kinds as select kind from people where kind in ('a', 'b')`,
      expect: ['view/kind public.kinds'],
    },

    // Only its being there and its columns are declared.
    { change: 'drop view old.people', expect: ['view/missing old.people'] },
    {
      change: `drop view old.people; create view old.people as select 1 as id, 'x'::text as name`,
      expect: ['column/type old.people.id'],
    },
    {
      change: 'drop view old.people; create view old.people as select 1::bigint as id',
      expect: ['column/missing old.people.name'],
    },
    {
      change: `create or replace view old.people as select 2::bigint as id, 'y'::text as name, 3 as more`,
      expect: [],
    },
    { change: 'create view old.others as select 1 as one; create table old.things (id integer)', expect: [] },
  ],
};
