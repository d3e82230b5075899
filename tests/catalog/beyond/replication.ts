import { administered, update } from './change.ts';
import type { Area } from './change.ts';

function subscription(set: string): string {
  return update('pg_subscription', set, `subname = 's_subscription'`);
}

export const REPLICATION: Area = {
  setup: `
    create table s.published (id int primary key, name text);
    create schema published;
    create publication s_publication for table s.published where (id > 1);
    create subscription s_subscription connection 'host=nowhere password=hunter2' publication one, two
      with (connect = false, slot_name = none);`,
  objects: [
    {
      object: 'publication s_publication',
      changes: {
        allTables: update('pg_publication', 'puballtables = true', `pubname = 's_publication'`),
        schemas: 'alter publication s_publication add tables in schema published',
        insert: `alter publication s_publication set (publish = 'update, delete, truncate')`,
        update: `alter publication s_publication set (publish = 'insert, delete, truncate')`,
        delete: `alter publication s_publication set (publish = 'insert, update, truncate')`,
        truncate: `alter publication s_publication set (publish = 'insert, update, delete')`,
        viaRoot: 'alter publication s_publication set (publish_via_partition_root)',
        ...administered('publication s_publication'),
      },
    },
    {
      object: 'publication s_publication',
      since: 18,
      changes: {
        generatedColumns: 'alter publication s_publication set (publish_generated_columns = stored)',
      },
    },
    {
      object: 'publication table s_publication.s.published',
      changes: {
        columns: 'alter publication s_publication set table s.published (id) where (id > 1)',
        where: 'alter publication s_publication set table s.published where (id > 2)',
      },
    },
    {
      object: 'subscription s_subscription',
      changes: {
        publications: `alter subscription s_subscription set publication one with (refresh = false)`,
        enabled: subscription('subenabled = true'),
        slot: `alter subscription s_subscription set (slot_name = 'slot')`,
        binary: 'alter subscription s_subscription set (binary = true)',
        streaming: 'alter subscription s_subscription set (streaming = true)',
        twoPhase: subscription(`subtwophasestate = 'p'`),
        disableOnError: 'alter subscription s_subscription set (disable_on_error = true)',
        synchronousCommit: `alter subscription s_subscription set (synchronous_commit = 'local')`,
        ...administered('subscription s_subscription'),
        owner: subscription(`subowner = 'pg_monitor'::regrole`),
      },
    },
    {
      object: 'subscription s_subscription',
      since: 16,
      changes: {
        passwordRequired: 'alter subscription s_subscription set (password_required = false)',
        runAsOwner: 'alter subscription s_subscription set (run_as_owner = true)',
        origin: 'alter subscription s_subscription set (origin = none)',
      },
    },
    {
      object: 'subscription s_subscription',
      since: 17,
      changes: { failover: subscription('subfailover = true') },
    },
  ],
};
