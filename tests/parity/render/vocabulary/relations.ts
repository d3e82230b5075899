import type { Word } from './word.ts';

/** Sequences, tables, materialized views, indexes and policies. */
export const RELATIONS: readonly Word[] = [
  {
    name: 'where a sequence begins',
    change: `alter sequence app.ticket minvalue -5 start with -3; comment on sequence app.ticket is 'next'`,
  },
  {
    name: 'how a table is divided',
    change:
      'drop table app.events; create table app.events (id integer not null, at date not null, note text) partition by hash (id)',
  },
  {
    name: 'all that is said of a materialized view',
    setup: 'create materialized view app.notes as select bio from app.users',
    change: `
alter materialized view app.notes owner to pg_monitor;
alter materialized view app.notes set access method heap2;
alter materialized view app.notes set tablespace TABLESPACE;
alter materialized view app.notes set (fillfactor = 70, toast.autovacuum_enabled = false);
alter table app.notes replica identity full;
grant select on app.notes to public;
comment on materialized view app.notes is 'notes';`,
  },
  {
    name: 'how an operator class is told to work, and by which index rows are known',
    setup: "create index users_words on app.users using gist (to_tsvector('simple', bio))",
    change: `
drop index app.users_words;
create index users_words on app.users using gist (to_tsvector('simple', bio) tsvector_ops (siglen = 64));
create unique index teams_known on app.teams (id);
alter table app.teams replica identity using index teams_known;`,
  },
  {
    name: 'by which index rows are known, of one that stays',
    setup: 'create unique index teams_known on app.teams (id)',
    change: 'alter table app.teams replica identity using index teams_known',
  },
  {
    name: 'an index of the whole that every part has',
    setup: `
create index events_note_idx on only app.events (note);
create index events_old_note_idx on app.events_old (note);
create index new_note on app.events_new (note);
alter index app.events_note_idx attach partition app.events_old_note_idx;`,
    change: 'alter index app.events_note_idx attach partition app.new_note',
  },
  {
    name: 'no index of the whole',
    change: 'drop index app.events_id_idx',
  },
  {
    name: 'what a policy is for',
    change:
      'drop policy users_own on app.users; create policy users_own on app.users for update using (age > 0) with check (age > 1)',
  },
  {
    name: 'what is foreign about a table',
    setup: 'create server second foreign data wrapper wrapper; create table app.near (id integer)',
    change: `
drop foreign table app.far;
create foreign table app.far (note text) inherits (app.near) server second;
alter foreign table app.far owner to pg_monitor;
grant select on app.far to public;
comment on foreign table app.far is 'far';`,
  },
  {
    name: 'a part that is foreign',
    setup: `create foreign table app.events_far (id integer not null, at date not null, note text default 'none') server remote;
alter table app.events detach partition app.events_new`,
    change: `alter table app.events attach partition app.events_far for values from ('2024-01-01') to (maxvalue)`,
  },
];
