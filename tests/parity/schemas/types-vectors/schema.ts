import { halfvec, index, integer, pgTable, sparsevec, vector } from 'drizzle-orm/pg-core';

/** Types of an extension with a length, as pgvector's. */
export const pages = pgTable(
  'pages',
  {
    id: integer().primaryKey(),
    embedding: vector({ dimensions: 3 }),
    wide: vector({ dimensions: 1536 }).notNull(),
    several: vector({ dimensions: 2 }).array(),
    start: vector({ dimensions: 3 }).default([1, 2, 3]),
    half: halfvec({ dimensions: 3 }).default([0.5, 1, -2]),
    sparse: sparsevec({ dimensions: 5 }).default('{1:1,3:2}/5'),
  },
  (t) => [
    index('pages_embedding').using('hnsw', t.embedding.op('vector_l2_ops')),
    index('pages_wide').using('hnsw', t.wide.op('vector_cosine_ops')),
  ],
);
