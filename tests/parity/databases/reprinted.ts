/** A condition on `s`, as people write it, and as Postgres prints it once it has read that. */
export const WRITTEN = `s in ('a', 'b')`;
export const PRINTED = `(s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])`;
/** One that means something else. */
export const OTHER = `s in ('a', 'c')`;

/** An object for each place where Postgres keeps such a condition. A publication takes none that is cast in this way. */
export function everyPlace(condition: string): string {
  const on = (name: string): string => condition.replaceAll(/\bs\b/g, name);
  return `
create schema app;
create domain app.letter as varchar check (${on('value')});
create domain app.yes as boolean default (${on(`'a'::varchar`)});
create table app.t (
  s varchar,
  n integer,
  yes boolean default (${on(`'x'::varchar`)}),
  same boolean generated always as (${condition}) stored,
  constraint t_check check (${condition}),
  constraint t_apart exclude using gist (int4range(n, n + 1) with &&) where (${condition})
);
create table app.log (s varchar);
create index t_where on app.t (n) where ${condition};
create index t_expression on app.t ((${condition}), n);
create policy t_policy on app.t using (${condition}) with check (${condition});
create view app.v as select n from app.t where ${condition};
create materialized view app.m as select n from app.t where ${condition};
create rule t_rule as on update to app.t where ${on('new.s')} do also insert into app.log values (new.s);
create function app.touch() returns trigger language plpgsql as 'begin return new; end';
create trigger t_trigger after update on app.t for each row
  when (${on('new.s')} and old.* is distinct from new.*) execute function app.touch();
create function app.body(given varchar) returns boolean begin atomic
  select ${on('given')};
end;
create function app.given(yes boolean default (${on(`'a'::varchar`)})) returns boolean language sql as 'select yes';
create statistics app.t_statistics on n, (${condition}) from app.t;
`;
}

/** Where the condition is a fact. */
export const PLACES: readonly string[] = [
  'check/expression app.t.t_check',
  'column/default app.t.yes',
  'column/generation app.t.same',
  'domain-constraint/expression app.letter.letter_check',
  'domain/default app.yes',
  'exclusion-constraint/definition app.t.t_apart',
  'function/defaults app.given(boolean)',
  'function/sql-body app.body(character varying)',
  'index/expressions app.t.t_expression',
  'index/where app.t.t_where',
  'materialized-view/definition app.m',
  'policy/check app.t.t_policy',
  'policy/using app.t.t_policy',
  'rule/definition app.t.t_rule',
  'statistics/expressions app.t_statistics',
  'trigger/when app.t.t_trigger',
  'view/definition app.v',
];
