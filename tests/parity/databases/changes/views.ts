import type { Change } from '../change.ts';

/** Changes of views and sequences. */
export const VIEWS: readonly Change[] = [
  {
    name: 'what a view says',
    change: 'create or replace view app.adults as select id, email from app.users where age > 21',
    finds: ['view app.adults'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a view's security barrier",
    change: 'alter view app.adults set (security_barrier = true)',
    finds: ['view app.adults'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'whose rights a view has',
    change: 'alter view app.adults set (security_invoker = true)',
    finds: ['view app.adults'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'what a view checks',
    change: 'alter view app.adults set (check_option = local)',
    finds: ['view app.adults'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "the name of a view's column",
    change: 'alter view app.adults rename column email to address',
    finds: ['column app.adults.address', 'column app.adults.email', 'view app.adults'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a default of a view's column",
    change: `alter view app.adults alter column email set default 'x'`,
    finds: ['column app.adults.email'],
    seenBy: { pgDelta: false, pgDump: true },
  },
  {
    name: "a view's comment",
    change: `comment on view app.adults is 'grown'`,
    finds: ['view app.adults'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'what a materialized view says',
    change:
      'drop materialized view app.ages; create materialized view app.ages as select age, count(*) as people from app.users where age > 1 group by age; create index ages_age_idx on app.ages (age)',
    finds: ['materialized view app.ages'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a materialized view that holds nothing',
    change: 'refresh materialized view app.ages with no data',
    finds: ['materialized view app.ages'],
    seenBy: { pgDelta: false, pgDump: false },
  },
  {
    name: "a materialized view's options",
    change: 'alter materialized view app.ages set (fillfactor = 70)',
    finds: ['materialized view app.ages'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'the index of a materialized view',
    change: 'drop index app.ages_age_idx',
    finds: ['index app.ages.ages_age_idx'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a sequence's increment",
    change: 'alter sequence app.ticket increment by 5',
    finds: ['sequence app.ticket'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: "a sequence's cache",
    change: 'alter sequence app.ticket cache 20',
    finds: ['sequence app.ticket'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'a sequence that starts again',
    change: 'alter sequence app.ticket cycle',
    finds: ['sequence app.ticket'],
    seenBy: { pgDelta: true, pgDump: true },
  },
  {
    name: 'an unlogged sequence',
    change: 'alter sequence app.ticket set unlogged',
    finds: ['sequence app.ticket'],
    seenBy: { pgDelta: false, pgDump: true },
  },
];
