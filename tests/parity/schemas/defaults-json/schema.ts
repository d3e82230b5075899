import { json, jsonb, pgTable } from 'drizzle-orm/pg-core';

/** Documents: in jsonb the order of the keys means nothing, in json every blank does. */
export const documents = pgTable('documents', {
  binary: jsonb().default({ a: 1 }),
  reordered: jsonb().default({ bb: 1, a: [1, 2] }),
  nested: jsonb().default({ list: [{ x: null }, true, 'ü', 1.5], 'key with blank': {} }),
  quoted: jsonb().default({ a: "it's", b: 'say "x"', c: 'back\\slash' }),
  emptyObject: jsonb('empty_object').default({}),
  emptyList: jsonb('empty_list').default([]),
  word: jsonb().default('str'),
  wordQuoted: jsonb('word_quoted').default("it's"),
  five: jsonb().default(5),
  yes: jsonb().default(true),
  dated: jsonb().default({ d: new Date('2020-01-02T03:04:05.678Z') }),
  plain: json().default({ a: 1 }),
  plainList: json('plain_list').default([1, 'two', { three: 3 }]),
  plainQuoted: json('plain_quoted').default({ a: "it's" }),
  plainWord: json('plain_word').default('str'),
});
