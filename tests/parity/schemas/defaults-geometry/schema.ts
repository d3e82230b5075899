import { line, pgTable, point } from 'drizzle-orm/pg-core';

/** Shapes as tuples and as objects. */
export const shapes = pgTable('shapes', {
  tuple: point().default([1, 2]),
  object: point({ mode: 'xy' }).default({ x: 1.5, y: -2 }),
  lineTuple: line('line_tuple').default([1, 2, 3]),
  lineObject: line('line_object', { mode: 'abc' }).default({ a: 1, b: 2, c: 3.5 }),
});
