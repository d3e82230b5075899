import { sql } from 'drizzle-orm';
import { customType, pgTable } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const document = customType<{ data: { a: number }; driverData: string }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
});
const shouted = customType<{ data: { word: string }; driverData: string }>({
  dataType: () => 'text',
  toDriver: ({ word }) => `${word}!`,
});
const counted = customType<{ data: number }>({
  dataType: () => 'integer',
  toDriver: (value) => sql`${value}::int + 1`,
});
const plain = customType<{ data: string }>({ dataType: () => 'text' });

/** A default goes the way that a value goes. */
export const custom = pgTable('custom', {
  bytes: bytea().default(Buffer.from([1, 255, 0, 39])),
  noBytes: bytea('no_bytes').default(Buffer.alloc(0)),
  document: document().default({ a: 1 }),
  shouted: shouted().default({ word: "it's" }),
  counted: counted().default(4),
  plain: plain().default('x'),
});
