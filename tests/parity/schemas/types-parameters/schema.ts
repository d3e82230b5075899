import { char, decimal, numeric, pgTable, time, timestamp, varchar } from 'drizzle-orm/pg-core';

/** Lengths, precisions and scales: Postgres writes several of them otherwise than Drizzle does. */
export const measured = pgTable('measured', {
  c10: char({ length: 10 }),
  cList: char('c_list', { length: 1, enum: ['y', 'n'] }),
  v255: varchar({ length: 255 }),
  vList: varchar('v_list', { length: 5, enum: ['a', 'bcdef'] }),
  // numeric(10) is numeric(10,0).
  n10: numeric({ precision: 10 }),
  n102: numeric({ precision: 10, scale: 2 }),
  n100: numeric({ precision: 10, scale: 0 }),
  // A scale without precision is none at all.
  nScale: numeric('n_scale', { scale: 2 } as never),
  nNegative: numeric('n_negative', { precision: 2, scale: -3 }),
  nNumber: numeric('n_number', { precision: 5, scale: 1, mode: 'number' }),
  nBigint: numeric('n_bigint', { precision: 20, mode: 'bigint' }),
  d42: decimal({ precision: 4, scale: 2 }),
  time3: time({ precision: 3 }),
  time6: time({ precision: 6 }),
  timeZone0: time('time_zone_0', { precision: 0, withTimezone: true }),
  stamp0: timestamp({ precision: 0 }),
  stamp3: timestamp({ precision: 3 }),
  stampText0: timestamp('stamp_text_0', { precision: 0, mode: 'string' }),
  stampText3: timestamp('stamp_text_3', { precision: 3, mode: 'string' }),
  stampZone3: timestamp('stamp_zone_3', { precision: 3, withTimezone: true }),
  stampZone6: timestamp('stamp_zone_6', { precision: 6, withTimezone: true, mode: 'string' }),
});
