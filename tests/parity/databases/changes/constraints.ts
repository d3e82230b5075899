import type { Change } from '../change.ts';

/** Changes of constraints. */
export const CONSTRAINTS: readonly Change[] = [
  {
    name: 'no primary key',
    setup: 'alter table app.users drop constraint users_team_fkey',
    change: 'alter table app.teams drop constraint teams_pkey cascade',
    finds: ['primary key app.teams.teams_pkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a deferrable primary key',
    change:
      'alter table app.counted drop constraint counted_pkey; alter table app.counted add constraint counted_pkey primary key (id) deferrable',
    finds: ['primary key app.counted.counted_pkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a primary key that includes',
    setup: 'alter table app.ordered add constraint ordered_pkey primary key (a)',
    change:
      'alter table app.ordered drop constraint ordered_pkey; alter table app.ordered add constraint ordered_pkey primary key (a) include (b)',
    finds: ['primary key app.ordered.ordered_pkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "the order of a key's columns",
    setup: 'alter table app.ordered add constraint ordered_key unique (a, b)',
    change:
      'alter table app.ordered drop constraint ordered_key; alter table app.ordered add constraint ordered_key unique (b, a)',
    finds: ['unique app.ordered.ordered_key'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a unique constraint that is deferred',
    change:
      'alter table app.teams drop constraint teams_code_key; alter table app.teams add constraint teams_code_key unique (code) deferrable initially deferred',
    finds: ['unique app.teams.teams_code_key'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'nulls that are not distinct',
    change:
      'alter table app.teams drop constraint teams_code_key; alter table app.teams add constraint teams_code_key unique nulls not distinct (code)',
    finds: ['unique app.teams.teams_code_key'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the fill factor of a key',
    change: 'alter index app.teams_code_key set (fillfactor = 70)',
    finds: ['unique app.teams.teams_code_key'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'a key without overlaps',
    since: 18,
    setup: 'create table app.booked (room int4range, at daterange, constraint booked_key unique (room, at))',
    change:
      'alter table app.booked drop constraint booked_key; alter table app.booked add constraint booked_key unique (room, at without overlaps)',
    finds: ['unique app.booked.booked_key'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'on delete',
    change:
      'alter table app.users drop constraint users_team_fkey; alter table app.users add constraint users_team_fkey foreign key (team_id) references app.teams (id)',
    finds: ['foreign key app.users.users_team_fkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'on update',
    change:
      'alter table app.users drop constraint users_boss_fkey; alter table app.users add constraint users_boss_fkey foreign key (boss_id) references app.users (id) on update cascade',
    finds: ['foreign key app.users.users_boss_fkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'which columns on delete sets',
    setup:
      'alter table app.users drop constraint users_boss_fkey; alter table app.users add constraint users_boss_fkey foreign key (boss_id) references app.users (id) on delete set null',
    change:
      'alter table app.users drop constraint users_boss_fkey; alter table app.users add constraint users_boss_fkey foreign key (boss_id) references app.users (id) on delete set null (boss_id)',
    finds: ['foreign key app.users.users_boss_fkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a full match',
    change:
      'alter table app.users drop constraint users_boss_fkey; alter table app.users add constraint users_boss_fkey foreign key (boss_id) references app.users (id) match full',
    finds: ['foreign key app.users.users_boss_fkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a deferrable foreign key',
    change: 'alter table app.users alter constraint users_boss_fkey deferrable initially deferred',
    finds: ['foreign key app.users.users_boss_fkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a foreign key that is not valid',
    change:
      'alter table app.users drop constraint users_boss_fkey; alter table app.users add constraint users_boss_fkey foreign key (boss_id) references app.users (id) not valid',
    finds: ['foreign key app.users.users_boss_fkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a foreign key that is not enforced',
    since: 18,
    change: 'alter table app.users alter constraint users_boss_fkey not enforced',
    finds: ['foreign key app.users.users_boss_fkey'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a foreign key whose triggers are off',
    change: `do $$ declare t name; begin for t in select tgname from pg_trigger join pg_constraint c on c.oid = tgconstraint where c.conname = 'users_boss_fkey' and tgrelid = 'app.users'::regclass loop execute format('alter table app.users disable trigger %I', t); end loop; end $$`,
    finds: ['foreign key app.users.users_boss_fkey'],
    seenBy: { pgDelta: false, pgDump: false },
  },
  {
    name: "a check's expression",
    change:
      'alter table app.users drop constraint users_age_check; alter table app.users add constraint users_age_check check (age >= 0)',
    finds: ['check app.users.users_age_check'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a check that is not valid',
    change:
      'alter table app.users drop constraint users_age_check; alter table app.users add constraint users_age_check check (age > 0) not valid',
    finds: ['check app.users.users_age_check'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a check without heirs',
    change:
      'alter table app.users drop constraint users_age_check; alter table app.users add constraint users_age_check check (age > 0) no inherit',
    finds: ['check app.users.users_age_check'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a check that is not enforced',
    since: 18,
    change:
      'alter table app.users drop constraint users_age_check; alter table app.users add constraint users_age_check check (age > 0) not enforced',
    finds: ['check app.users.users_age_check'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'what an exclusion tells apart',
    change:
      'alter table app.users drop constraint users_ages_apart; alter table app.users add constraint users_ages_apart exclude using gist (int4range(age, age + 2) with &&)',
    finds: ['exclusion constraint app.users.users_ages_apart'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a constraint's name",
    change: 'alter table app.users rename constraint users_age_check to users_age',
    finds: ['check app.users.users_age', 'check app.users.users_age_check'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a constraint's comment",
    change: `comment on constraint users_age_check on app.users is 'grown'`,
    finds: ['check app.users.users_age_check'],
    seenBy: { pgDelta: true, pgDump: true },
  },
];
