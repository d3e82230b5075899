import { sql } from './step.ts';
import type { Story } from './step.ts';

export const views: Story = ({ n, pick }) => {
  const view = `app.open_ports_${n}`;
  const first = `select id, name from app.ports where active`;
  const order = pick(['asc', 'desc']);
  return [
    sql('view', [`create view ${view} as ${first}`], [`drop view ${view}`]),
    sql(
      'view with another column',
      [`create or replace view ${view} as select id, name, opened_on from app.ports where active`],
      [`drop view ${view}`, `create view ${view} as ${first}`],
    ),
    {
      kind: 'view by the builder',
      up: [
        `await knex.schema.withSchema('app').createView('port_names_${n}', (view) => { view.as(knex('app.ports').select('name').where('id', '>', 3)); });`,
      ],
      down: [`await knex.schema.withSchema('app').dropView('port_names_${n}');`],
    },
    sql(
      'materialized view',
      [
        `create materialized view app.port_counts_${n} as select active, count(*) as ports from app.ports group by active`,
        `create unique index port_counts_${n}_active on app.port_counts_${n} (active ${order})`,
      ],
      [`drop materialized view app.port_counts_${n}`],
    ),
    sql(
      'materialized view refreshed',
      [
        `refresh materialized view concurrently app.port_counts_${n}`,
        `comment on materialized view app.port_counts_${n} is 'as of the last deploy'`,
      ],
      [`comment on materialized view app.port_counts_${n} is null`],
    ),
    sql(
      'view renamed, with options',
      [
        `alter view ${view} rename to seen_ports_${n}`,
        `alter view app.seen_ports_${n} set (security_barrier = true)`,
      ],
      [
        `alter view app.seen_ports_${n} reset (security_barrier)`,
        `alter view app.seen_ports_${n} rename to open_ports_${n}`,
      ],
    ),
  ];
};

export const functions: Story = ({ n, pick }) => {
  const t = `app.crew_${n}`;
  const volatility = pick(['stable', 'immutable']);
  const doubled = (by: number): string =>
    `create or replace function app.times_${n}(value int) returns int language sql ${volatility} as 'select value * ${by}'`;
  return [
    sql('function', [doubled(2)], [`drop function app.times_${n}(int)`]),
    sql('function with another body', [doubled(3)], [doubled(2)]),
    sql(
      'overload and procedure',
      [
        `create function app.times_${n}(value text, often int default 2) returns text language plpgsql as $$ begin return repeat(value, often); end $$`,
        `create procedure app.tidy_${n}() language plpgsql as $$ begin delete from app.ports where id < 0; end $$`,
      ],
      [`drop procedure app.tidy_${n}()`, `drop function app.times_${n}(text, int)`],
    ),
    sql(
      'table with a trigger',
      [
        `create table ${t} (id int primary key, name text, changes int not null default 0)`,
        `create function app.count_${n}() returns trigger language plpgsql as $$ begin new.changes := old.changes + 1; return new; end $$`,
        `create trigger count_changes before update of name on ${t} for each row when (old.name is distinct from new.name) execute function app.count_${n}()`,
        `insert into ${t} values (1, 'Ann'), (2, 'Bob')`,
      ],
      [`drop table ${t}`, `drop function app.count_${n}()`],
    ),
    sql(
      'rows behind a trigger',
      [`update ${t} set name = name || '!'`],
      [
        `alter table ${t} disable trigger user`,
        `update ${t} set name = rtrim(name, '!'), changes = changes - 1`,
        `alter table ${t} enable trigger user`,
      ],
    ),
    sql(
      'trigger disabled',
      [`alter table ${t} disable trigger count_changes`],
      [`alter table ${t} enable trigger count_changes`],
    ),
    sql(
      'trigger of a statement',
      [
        `create function app.say_${n}() returns trigger language plpgsql as $$ begin return null; end $$`,
        `create trigger say after insert on ${t} referencing new table as added for each statement execute function app.say_${n}()`,
      ],
      [`drop trigger say on ${t}`, `drop function app.say_${n}()`],
    ),
    sql(
      'rule',
      [`create rule quiet as on delete to ${t} where old.id = 1 do instead nothing`],
      [`drop rule quiet on ${t}`],
    ),
    sql(
      'aggregate',
      [`create aggregate app.product_${n}(int) (sfunc = int4mul, stype = int, initcond = '1')`],
      [`drop aggregate app.product_${n}(int)`],
    ),
  ];
};

export const access: Story = ({ n, pick }) => {
  const t = `app.secrets_${n}`;
  const role = pick(['pg_monitor', 'pg_read_all_stats', 'public']);
  return [
    sql(
      'table with a policy',
      [
        `create table ${t} (id int primary key, owner text not null, body text)`,
        `alter table ${t} enable row level security`,
        `create policy own on ${t} using (owner = current_user)`,
        `insert into ${t} values (1, 'ann', 'a'), (2, 'bob', 'b')`,
      ],
      [`drop table ${t}`],
    ),
    sql(
      'policy changed',
      [`alter policy own on ${t} to pg_monitor using (owner = session_user) with check (body <> '')`],
      [`drop policy own on ${t}`, `create policy own on ${t} using (owner = current_user)`],
    ),
    sql(
      'policy for one command',
      [
        `create policy add on ${t} as restrictive for insert with check (id > 0)`,
        `alter table ${t} force row level security`,
      ],
      [`alter table ${t} no force row level security`, `drop policy add on ${t}`],
    ),
    sql('grant', [`grant select, insert on ${t} to ${role}`], [`revoke select, insert on ${t} from ${role}`]),
    sql(
      'grant on columns',
      [`grant update (body), references (id) on ${t} to pg_monitor`],
      [`revoke update (body), references (id) on ${t} from pg_monitor`],
    ),
    sql(
      'default privileges',
      [
        `create schema shared_${n}`,
        `grant usage on schema shared_${n} to pg_monitor`,
        `alter default privileges in schema shared_${n} grant select on tables to pg_monitor`,
        `create table shared_${n}.open (id int primary key)`,
      ],
      [
        `drop table shared_${n}.open`,
        `alter default privileges in schema shared_${n} revoke select on tables from pg_monitor`,
        `drop schema shared_${n}`,
      ],
    ),
  ];
};

export const sequences: Story = ({ n, pick }) => {
  const t = `app.tickets_${n}`;
  const s = `app.ticket_${n}`;
  const start = pick([10, 100, 1000]);
  return [
    sql('sequence', [`create sequence ${s} as int start ${start} increment 5`], [`drop sequence ${s}`]),
    sql(
      'default from a sequence',
      [
        `create table ${t} (id int primary key default nextval('${s}'), what text)`,
        `insert into ${t} (id, what) values (1, 'first')`,
      ],
      [`drop table ${t}`],
    ),
    sql(
      'sequence changed',
      [`alter sequence ${s} increment 1 cache 20 cycle`],
      [`alter sequence ${s} increment 5 cache 1 no cycle`],
    ),
    sql('sequence owned', [`alter sequence ${s} owned by ${t}.id`], [`alter sequence ${s} owned by none`]),
    sql('serial added', [`alter table ${t} add column line serial`], [`alter table ${t} drop column line`]),
    sql(
      'text search',
      [
        `create text search configuration app.words_${n} (copy = simple)`,
        `create index tickets_${n}_words on ${t} using gin (to_tsvector('app.words_${n}', what))`,
      ],
      [`drop index app.tickets_${n}_words`, `drop text search configuration app.words_${n}`],
    ),
  ];
};
