import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  point,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';

/** Indexes with everything that Drizzle can say of one. */
export const rows = pgTable(
  'rows',
  {
    id: integer().primaryKey(),
    a: integer(),
    b: text(),
    c: text(),
    d: varchar({ length: 20 }),
    done: boolean(),
    document: jsonb(),
    spot: point(),
  },
  (t) => [
    index('plain').on(t.a, t.b),
    index().on(t.c),
    uniqueIndex('once').on(t.c, t.a),
    index('ordered').on(t.a.desc().nullsLast(), t.b.asc().nullsFirst()),
    index('partial')
      .on(t.b)
      .where(sql`${t.a} > 5`),
    uniqueIndex('living')
      .on(t.b)
      .where(sql`not ${t.done}`),
    index('lowered').on(sql`lower(${t.b})`, t.a),
    index('expression_order').on(sql`(${t.a} + 1) desc nulls last`),
    index('class').on(t.b.op('text_pattern_ops')),
    index('trigrams').using('gin', t.b.op('gin_trgm_ops')),
    index('tuned').using('gist', t.b.op('gist_trgm_ops(siglen=32)')),
    index('paths').using('gin', t.document.op('jsonb_path_ops')),
    index('places').using('gist', t.spot),
    index('hashed').using('hash', t.d),
    index('ranges').using('brin', t.a).with({ pages_per_range: 32 }),
    index('filled').on(t.d).with({ fillfactor: 70 }),
    index('varied')
      .on(t.a)
      .where(sql`${t.d} in ('x', 'y')`),
  ],
);
