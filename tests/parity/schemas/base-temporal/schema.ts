import { customType, foreignKey, pgSchema, primaryKey, text, unique } from 'drizzle-orm/pg-core';

const int4range = customType<{ data: string }>({ dataType: () => 'int4range' });

export const times = pgSchema('times');

/** Keys that a database may also hold for periods. */
export const rooms = times.table(
  'rooms',
  { floor: int4range().notNull(), during: int4range().notNull(), label: text() },
  (t) => [
    primaryKey({ name: 'rooms_key', columns: [t.floor, t.during] }),
    unique('rooms_during').on(t.during, t.floor),
  ],
);
export const bookings = times.table('bookings', { floor: int4range(), during: int4range() }, (t) => [
  foreignKey({
    name: 'bookings_room',
    columns: [t.floor, t.during],
    foreignColumns: [rooms.floor, rooms.during],
  }),
]);
