import { date, interval, pgTable, time, timestamp } from 'drizzle-orm/pg-core';

const moment = new Date('2020-01-02T03:04:05.678Z');

/** Moments as Date and as text, with more precision than the column keeps, and without the zone that it has. */
export const moments = pgTable('moments', {
  stamp: timestamp().default(moment),
  stamp3: timestamp({ precision: 3 }).default(moment),
  stamp0: timestamp({ precision: 0 }).default(moment),
  zone: timestamp({ withTimezone: true }).default(moment),
  zone3: timestamp({ withTimezone: true, precision: 3 }).default(moment),
  stampText: timestamp('stamp_text', { mode: 'string' }).default('2020-01-02 03:04:05'),
  stampIso: timestamp('stamp_iso', { mode: 'string' }).default('2020-01-02T03:04:05.678Z'),
  zoneText: timestamp('zone_text', { mode: 'string', withTimezone: true }).default('2020-01-02 03:04:05'),
  zoneOffset: timestamp('zone_offset', { mode: 'string', withTimezone: true }).default(
    '2020-01-02 03:04:05+02',
  ),
  forever: timestamp({ mode: 'string' }).default('infinity'),
  day: date({ mode: 'date' }).default(moment),
  dayText: date('day_text').default('2020-1-2'),
  dayLong: date('day_long').default('January 2, 2020'),
  clock: time().default('3:04'),
  clockZone: time('clock_zone', { withTimezone: true }).default('03:04:05+02'),
  clock3: time({ precision: 3 }).default('03:04:05.6789'),
  oneDay: interval('one_day').default('1 day'),
  hours24: interval('hours_24').default('24 hours'),
  hoursShort: interval('hours_short').default('24h'),
  mixed: interval().default('1 year 2 months 3 days 04:05:06'),
  iso: interval().default('P1DT2H'),
  dayField: interval('day_field', { fields: 'day' }).default('3 days 4 hours'),
});
