import { sql } from 'drizzle-orm';
import { integer, pgMaterializedView, pgPolicy, pgTable, pgView, text, timestamp } from 'drizzle-orm/pg-core';

const one = { a: integer() };

export const rows = pgTable(
  'rows',
  { id: integer().primaryKey(), a: integer(), b: text(), at: timestamp() },
  () => [
    pgPolicy('listed', { for: 'select', using: sql`a in (select column1 from (values (1), (2)) as listed)` }),
    pgPolicy('first', {
      for: 'update',
      using: sql`a = (select other.a from others other order by other.a limit 1)`,
    }),
    pgPolicy('whole', { for: 'delete', using: sql`exists (select from others where others.a = rows.a)` }),
  ],
);
export const others = pgTable('others', { id: integer().primaryKey(), a: integer(), b: text() });

/** Queries whose plans look alike when the queries do not. */
export const limited = pgView('limited', one).as(sql`select a from rows order by a limit 10`);
export const skipped = pgView('skipped', one).as(sql`select a from rows order by a limit 10 offset 5`);
export const distinct = pgView('distinct_rows', { a: integer(), b: text() }).as(
  sql`select distinct on (a) a, b from rows order by a, b`,
);
export const framed = pgView('framed', { total: integer() }).as(
  sql`select (sum(a) over (order by id rows between 1 preceding and current row))::integer as total from rows`,
);
export const windowed = pgView('windowed', { place: integer() }).as(
  sql`select (row_number() over (partition by a order by id))::integer as place from rows`,
);
export const recursive = pgView('recursive_rows', one).as(sql`
  with recursive r(a) as (select 1 union select others.a from others join r on r.a = others.id) select a from r`);
export const listed = pgView('listed', one).as(sql`select column1 as a from (values (1), (2)) as v`);
export const whole = pgView('whole', one).as(sql`select a from rows`);
export const joined = pgView('joined', { a: integer(), b: text() }).as(
  sql`select rows.a, others.b from rows left join others on others.id = rows.id`,
);
export const united = pgView('united', one).as(sql`select a from rows union select a from others`);
export const grouped = pgView('grouped', { a: integer(), n: integer() }).as(
  sql`select a, (count(*) filter (where b <> ''))::integer as n from rows group by a having count(*) > 1`,
);
export const locked = pgView('locked', one).as(sql`select a from rows for update`);
export const sampled = pgView('sampled', one).as(sql`select a from rows tablesample system (10)`);
export const nested = pgView('nested', one).as(
  sql`select a from rows where id in (select id from others order by a limit 3)`,
);
export const collated = pgView('collated', { b: text() }).as(
  sql`select b from rows where b < 'x' order by b`,
);
export const cased = pgView('cased', { word: text() }).as(
  sql`select case when a > 1 then 'many' when a = 1 then 'one' else 'none' end as word from rows`,
);
export const called = pgView('called', one).as(sql`select n as a from generate_series(1, 5) as n`);
export const stored = pgMaterializedView('stored', { a: integer(), b: text() }).as(
  sql`select distinct on (a) a, b from rows order by a, b desc`,
);
