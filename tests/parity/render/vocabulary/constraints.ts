import type { Word } from './word.ts';

/** Constraints of all kinds, with the indexes that they have. */
export const CONSTRAINTS: readonly Word[] = [
  {
    name: 'all of a primary key',
    setup:
      'create table app.keys (a integer not null, b integer not null, constraint keys_pkey primary key (a))',
    change: `
alter table app.keys drop constraint keys_pkey;
alter table app.keys add constraint keys_pkey primary key (b) with (fillfactor = 60) using index tablespace TABLESPACE deferrable initially deferred;
alter table app.keys cluster on keys_pkey;
comment on constraint keys_pkey on app.keys is 'key';
comment on index app.keys_pkey is 'its index';`,
  },
  {
    name: 'what is said of a primary key that stays',
    change: `
alter index app.teams_pkey set (fillfactor = 60);
alter index app.teams_pkey set tablespace TABLESPACE;
alter table app.teams cluster on teams_pkey;
comment on constraint teams_pkey on app.teams is 'key';
comment on index app.teams_pkey is 'its index';`,
  },
  {
    name: 'all of a unique constraint',
    change: `
alter table app.teams drop constraint teams_code_key;
alter table app.teams add constraint teams_code_key unique (code) include (name) using index tablespace TABLESPACE;
alter table app.teams cluster on teams_code_key;
comment on constraint teams_code_key on app.teams is 'code';
comment on index app.teams_code_key is 'its index';`,
  },
  {
    name: 'keys without overlaps',
    since: 18,
    setup: `
create table app.stays (id int4range not null, at daterange not null, constraint stays_pkey primary key (id, at));
alter table app.stays add constraint stays_key unique (id, at);`,
    change: `
alter table app.stays drop constraint stays_pkey, drop constraint stays_key;
alter table app.stays add constraint stays_pkey primary key (id, at without overlaps);
alter table app.stays add constraint stays_key unique (id, at without overlaps);`,
  },
  {
    name: 'a key that covers a period',
    since: 18,
    setup: `
create table app.days (id int4range, at daterange, primary key (id, at));
create table app.stays (id int4range, at daterange, primary key (id, at without overlaps));
create table app.visits (id int4range, at daterange, constraint visits_fkey foreign key (id, at) references app.days (id, at));`,
    change: `
alter table app.visits drop constraint visits_fkey;
alter table app.visits add constraint visits_fkey foreign key (id, period at) references app.stays (id, period at);`,
  },
  {
    name: 'all of a foreign key',
    setup: 'create table app.others (id integer, code integer unique, constraint others_id unique (id))',
    change: `
alter table app.users drop constraint users_team_fkey;
alter table app.users add constraint users_team_fkey foreign key (age) references app.others (code);
comment on constraint users_team_fkey on app.users is 'team';`,
  },
  {
    name: 'by which index a foreign key knows',
    setup: `
create table app.others (id integer);
create unique index others_one on app.others (id);
create table app.more (id integer, constraint more_fkey foreign key (id) references app.others (id));`,
    change: `
drop index app.others_one cascade;
create unique index others_two on app.others (id);
alter table app.more add constraint more_fkey foreign key (id) references app.others (id);`,
  },
  {
    name: 'keys that a part has from the whole',
    setup: `
alter table app.events_old add constraint events_old_pkey primary key (id, at);
alter table app.events_old add constraint events_old_key unique (note, at);
alter table app.events_old add constraint events_old_fkey foreign key (id) references app.teams (id);`,
    change: `
alter table app.events add primary key (id, at);
alter table app.events add unique (note, at);
alter table app.events add foreign key (id) references app.teams (id);`,
  },
  {
    name: 'keys of the whole alone',
    change: `
alter table only app.events add constraint events_key primary key (id, at);
alter table only app.events add constraint events_unique unique (note, at);`,
  },
  {
    name: 'keys of the whole that are not those of every part',
    setup: `
alter table app.events_old add constraint events_old_pkey primary key (id, at);
alter table app.events_old add constraint events_old_key unique (note, at);
alter table only app.events add constraint events_key primary key (id, at);
alter table only app.events add constraint events_unique unique (note, at);
alter index app.events_key attach partition app.events_old_pkey;
alter index app.events_unique attach partition app.events_old_key;`,
    change: `
alter table app.events_new add constraint events_new_pkey primary key (id, at);
alter table app.events_new add constraint events_new_key unique (note, at);
alter index app.events_key attach partition app.events_new_pkey;
alter index app.events_unique attach partition app.events_new_key;`,
  },
  {
    name: 'a check of other columns, and one that comes from a parent',
    setup: `
alter table app.child add constraint child_check check (a > 0);
alter table app.left_parent add constraint own check (a > 1);
alter table app.teams add constraint teams_check check (id > 0);`,
    change: `
alter table app.left_parent add constraint child_check check (a > 0);
alter table app.child add constraint own check (a > 1);
alter table app.teams drop constraint teams_check;
alter table app.teams add constraint teams_check check (id > 0 and code <> '');`,
  },
  {
    name: 'all of an exclusion constraint',
    setup:
      'create table app.spans (a integer, b integer, constraint apart exclude using gist (int4range(a, a + 1) with &&))',
    change: `
alter table app.spans drop constraint apart;
alter table app.spans add constraint apart exclude using gist (int4range(a, b) with &&, point(a, b) with ~=) include (b) with (fillfactor = 60)
  using index tablespace TABLESPACE deferrable initially deferred;
alter table app.spans cluster on apart;
alter index app.apart alter column 1 set statistics 7;
comment on constraint apart on app.spans is 'apart';
comment on index app.apart is 'its index';`,
  },
  {
    name: 'exclusion constraints that parts have from the whole',
    since: 17,
    setup: `
create table app.slots (id int4range not null, at int4range) partition by list (id);
create table app.slots_1 partition of app.slots for values in ('[1,1]');
create table app.slots_2 partition of app.slots for values in ('[2,2]');
alter table app.slots_1 add constraint slots_1_id_at_excl exclude using gist (id with =, at with &&);`,
    change: `
alter table app.slots_1 drop constraint slots_1_id_at_excl;
alter table app.slots add constraint slots_apart exclude using gist (id with =, at with &&);`,
  },
  {
    name: 'an exclusion constraint of the whole alone',
    since: 17,
    setup: `
create table app.slots (id int4range not null, at int4range) partition by list (id);
create table app.slots_1 partition of app.slots for values in ('[1,1]');
alter table app.slots add constraint slots_apart exclude using gist (id with =, at with &&);`,
    change: `
alter table app.slots drop constraint slots_apart;
alter table only app.slots add constraint slots_apart exclude using gist (id with =, at with &&);`,
  },
  {
    name: 'not null of another column',
    since: 18,
    setup: 'create table app.nulls (a integer constraint given not null, b integer)',
    change: `
alter table app.nulls drop constraint given;
alter table app.nulls add constraint given not null b;
comment on constraint given on app.nulls is 'given';`,
  },
];
