import { sql } from 'drizzle-orm';
import {
  index,
  inet,
  integer,
  jsonb,
  pgTable,
  point,
  text,
  timestamp,
  tsvector,
  uniqueIndex,
  varchar,
} from './columns.ts';

/** Methods with their parameters, and operator classes with an order. */
export const rows = pgTable(
  'rows',
  {
    a: integer(),
    b: text(),
    c: varchar({ length: 10 }),
    document: jsonb(),
    tags: text().array(),
    search: tsvector(),
    spot: point(),
    address: inet(),
    stamp: timestamp(),
  },
  (t) => [
    index('brin').using('brin', t.a).with({ pages_per_range: 32, autosummarize: true }),
    index('brin_bloom').using('brin', t.stamp.op('timestamp_bloom_ops')),
    index('fillfactor').on(t.a).with({ fillfactor: 70 }),
    index('fillfactor_text').on(t.b).with({ fillfactor: '70' }),
    index('deduplicate').on(t.c).with({ deduplicate_items: false, fillfactor: 90 }),
    index('deduplicate_text').on(t.c).with({ deduplicate_items: 'off' }),
    index('gin').using('gin', t.document).with({ fastupdate: false, gin_pending_list_limit: 128 }),
    index('gin_path').using('gin', t.document.op('jsonb_path_ops')),
    index('gin_two').using('gin', t.tags, t.search),
    index('gist').using('gist', t.spot).with({ buffering: 'on' }),
    index('gist_inet').using('gist', t.address.op('inet_ops')),
    index('spgist').using('spgist', t.spot.op('kd_point_ops')),
    index('spgist_text').using('spgist', t.b),
    index('hash').using('hash', t.b).with({ fillfactor: 50 }),
    index('class').on(t.b.op('text_pattern_ops')),
    index('class_order').on(t.b.desc().op('text_pattern_ops')),
    index('class_nulls').on(t.b.nullsFirst().op('text_pattern_ops'), t.a),
    index('class_varied').on(t.c.op('varchar_pattern_ops')),
    index('class_default').on(t.b.op('text_ops')),
    uniqueIndex('everything')
      .using('btree', t.a.desc().nullsLast(), sql`lower(${t.b})`)
      .with({ fillfactor: 80 })
      .where(sql`${t.a} > 0`),
  ],
);
