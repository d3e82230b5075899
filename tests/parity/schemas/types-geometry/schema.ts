import { geometry, pgTable } from 'drizzle-orm/pg-core';

export const places = pgTable('places', {
  tuple: geometry({ type: 'point' }).default([1, 2]),
  object: geometry({ type: 'point', mode: 'xy', srid: 4326 }).notNull().default({ x: 1.5, y: 2 }),
  line: geometry({ type: 'linestring' }),
  several: geometry({ type: 'point' }).array(),
});
