import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Operator classes of extensions. */
export const names = pgTable('names', { a: integer(), b: text() }, (t) => [
  index('names_gin').using('gin', t.b.op('gin_trgm_ops')),
  index('names_gist').using('gist', t.b.op('gist_trgm_ops')),
  index('names_gin_both').using('gin', t.a, t.b.op('gin_trgm_ops')),
  index('names_gist_tuned').using('gist', t.b.op('gist_trgm_ops(siglen=32)')),
  index('names_gist_tuned_again').using('gist', sql`${t.b} gist_trgm_ops (siglen = '64')`, t.a),
  index('names_gist_number').using('gist', t.a),
  index('names_expression').using('gin', sql`lower(${t.b}) gin_trgm_ops`),
]);
