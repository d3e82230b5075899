import type { Change } from '../change.ts';

/** Changes of indexes. */
export const INDEXES: readonly Change[] = [
  {
    name: 'an index more',
    change: 'create index teams_name_idx on app.teams (name)',
    finds: ['index app.teams.teams_name_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an index less',
    change: 'drop index app.users_age_idx',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a unique index',
    change: 'drop index app.users_age_idx; create unique index users_age_idx on app.users (age)',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the method of an index',
    change: 'drop index app.users_age_idx; create index users_age_idx on app.users using hash (age)',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the column of an index',
    change: 'drop index app.users_age_idx; create index users_age_idx on app.users (team_id)',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the order of an index',
    change: 'drop index app.users_age_idx; create index users_age_idx on app.users (age desc)',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'where nulls stand',
    change: 'drop index app.users_age_idx; create index users_age_idx on app.users (age nulls first)',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'what an index includes',
    change: 'drop index app.users_age_idx; create index users_age_idx on app.users (age) include (email)',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a predicate',
    change: `drop index app.users_joined_idx; create index users_joined_idx on app.users (joined) where status in ('new')`,
    finds: ['index app.users.users_joined_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an expression',
    change: 'drop index app.users_bio_idx; create index users_bio_idx on app.users (upper(bio))',
    finds: ['index app.users.users_bio_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an operator class',
    change:
      'drop index app.users_bio_idx; create index users_bio_idx on app.users (lower(bio) text_pattern_ops)',
    finds: ['index app.users.users_bio_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the collation of an index',
    change:
      'drop index app.users_bio_idx; create index users_bio_idx on app.users (lower(bio) collate app.plain)',
    finds: ['index app.users.users_bio_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "an index's options",
    change: 'alter index app.users_age_idx set (fillfactor = 70)',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'nulls that an index does not tell apart',
    setup: 'drop index app.users_age_idx; create unique index users_age_idx on app.users (age)',
    change:
      'drop index app.users_age_idx; create unique index users_age_idx on app.users (age) nulls not distinct',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an invalid index',
    change: `update pg_index set indisvalid = false where indexrelid = 'app.users_age_idx'::regclass`,
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the statistics target of an index',
    change: 'alter index app.users_bio_idx alter column 1 set statistics 500',
    finds: ['index app.users.users_bio_idx'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'the tablespace of an index',
    change: 'alter index app.users_age_idx set tablespace TABLESPACE',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: 'an index that a table is clustered on',
    change: 'alter table app.users cluster on users_age_idx',
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: "an index's comment",
    change: `comment on index app.users_age_idx is 'by age'`,
    finds: ['index app.users.users_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "an index of a partition that is not its parent's",
    setup:
      'create index events_old_note_idx on app.events_old (note); create index events_new_note_idx on app.events_new (note); create index events_note_idx on only app.events (note)',
    change: 'alter index app.events_note_idx attach partition app.events_old_note_idx',
    finds: ['index app.events_old.events_old_note_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "the options of a partition's index",
    change: 'alter index app.events_old_id_idx set (fillfactor = 70)',
    finds: ['index app.events_old.events_old_id_idx'],
    seenBy: { pgDelta: false, pgDump: true },
  },
];
