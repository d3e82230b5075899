import { interval, pgTable } from 'drizzle-orm/pg-core';

/** All thirteen kinds of fields, with and without a precision. */
export const spans = pgTable('spans', {
  any: interval(),
  any0: interval({ precision: 0 }),
  any3: interval({ precision: 3 }),
  any6: interval({ precision: 6 }),
  year: interval({ fields: 'year' }),
  month: interval({ fields: 'month' }),
  day: interval({ fields: 'day' }),
  hour: interval({ fields: 'hour' }),
  minute: interval({ fields: 'minute' }),
  second: interval({ fields: 'second' }),
  yearToMonth: interval('year_to_month', { fields: 'year to month' }),
  dayToHour: interval('day_to_hour', { fields: 'day to hour' }),
  dayToMinute: interval('day_to_minute', { fields: 'day to minute' }),
  dayToSecond: interval('day_to_second', { fields: 'day to second' }),
  hourToMinute: interval('hour_to_minute', { fields: 'hour to minute' }),
  hourToSecond: interval('hour_to_second', { fields: 'hour to second' }),
  minuteToSecond: interval('minute_to_second', { fields: 'minute to second' }),
  second3: interval({ fields: 'second', precision: 3 }),
  dayToSecond3: interval('day_to_second_3', { fields: 'day to second', precision: 3 }),
});
