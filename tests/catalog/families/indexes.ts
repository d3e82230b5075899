import { update } from '../beyond/change.ts';
import type { Area } from '../beyond/change.ts';

const again = (definition: string): string => `drop index s.i_it; create ${definition}`;
const index = (set: string): string => update('pg_index', set, `indexrelid = 's.i_it'::regclass`);

/** Indexes and policies. */
export const INDEXES: Area = {
  setup: `
    create table s.i (a text, b text, n int, tags text[], v varchar(10));
    create index i_it on s.i (a);
    create index i_lower on s.i (lower(a));
    create index i_trigram on s.i using gist (to_tsvector('simple', a));
    create table s.i_parted (a int) partition by list (a);
    create table s.i_part partition of s.i_parted for values in (1);
    create index i_whole on s.i_parted (a);
    create index i_open on only s.i_parted (a);
    create index i_close on s.i_part (a);
    create policy mine on s.i for select using (n > 0);
    create policy ours on s.i for insert with check (n > 0);`,
  objects: [
    {
      object: 'index s.i.i_it',
      changes: {
        unique: again('unique index i_it on s.i (a)'),
        'method, orders, nulls': again('index i_it on s.i using hash (a)'),
        columns: again('index i_it on s.i (b)'),
        'columns, expressions, opclasses, defaultOpclasses, collations, orders, nulls, qualifiedOpclasses':
          again('index i_it on s.i (a, upper(b) desc nulls last, (v) collate "C" varchar_pattern_ops)'),
        'columns, expressions': again('index i_it on s.i (upper(a))'),
        'opclasses, defaultOpclasses, qualifiedOpclasses': again('index i_it on s.i (a text_pattern_ops)'),
        collations: again('index i_it on s.i (a collate "C")'),
        orders: again('index i_it on s.i (a desc nulls last)'),
        nulls: again('index i_it on s.i (a nulls first)'),
        include: again('index i_it on s.i (a) include (n, b)'),
        where: again('index i_it on s.i (a) where n > 0'),
        with: 'alter index s.i_it set (fillfactor = 50)',
        'unique, nullsNotDistinct': again('unique index i_it on s.i (a) nulls not distinct'),
        valid: index('indisvalid = false'),
        tablespace: update(
          'pg_class',
          `reltablespace = (select oid from pg_tablespace where spcname = 'pg_global')`,
          `oid = 's.i_it'::regclass`,
        ),
        clustered: 'alter table s.i cluster on i_it',
        replicaIdentity: index('indisreplident = true'),
        inherited: update('pg_class', 'relispartition = true', `oid = 's.i_it'::regclass`),
        comment: `comment on index s.i_it is 'changed'`,
      },
    },
    {
      object: 'index s.i.i_lower',
      changes: {
        statistics: 'alter index s.i_lower alter column 1 set statistics 7',
        collations: 'drop index s.i_lower; create index i_lower on s.i (lower(a) collate "C")',
        expressions: 'drop index s.i_lower; create index i_lower on s.i (upper(a))',
      },
    },
    {
      object: 'index s.i.i_trigram',
      changes: {
        opclassOptions: `drop index s.i_trigram;
          create index i_trigram on s.i using gist (to_tsvector('simple', a) tsvector_ops (siglen = 100))`,
      },
    },
    {
      object: 'index s.i_part.i_close',
      changes: {
        'inherited, parentIndex': [
          'alter index s.i_open attach partition s.i_close',
          'index s.i_parted.i_open: valid',
        ],
      },
    },
    {
      object: 'policy s.i.mine',
      changes: {
        command: 'drop policy mine on s.i; create policy mine on s.i for delete using (n > 0)',
        permissive:
          'drop policy mine on s.i; create policy mine on s.i as restrictive for select using (n > 0)',
        roles: 'alter policy mine on s.i to pg_monitor, pg_read_all_data',
        using: 'alter policy mine on s.i using (n > 1)',
        comment: `comment on policy mine on s.i is 'changed'`,
      },
    },
    {
      object: 'policy s.i.ours',
      changes: { check: 'alter policy ours on s.i with check (n > 1)' },
    },
  ],
};
