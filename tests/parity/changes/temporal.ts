import type { ChangeTable } from './change.ts';

/** Keys that hold for periods, which Drizzle has no words for. */
export const temporal: ChangeTable = {
  schema: 'base-temporal',
  changes: [
    {
      change: `alter table times.rooms drop constraint rooms_during,
        add constraint rooms_during unique (during, floor without overlaps)`,
      expect: ['unique/without-overlaps times.rooms.rooms_during'],
      since: 18,
    },
    {
      change: `alter table times.bookings drop constraint bookings_room;
        alter table times.rooms drop constraint rooms_key,
          add constraint rooms_key primary key (floor, during without overlaps);
        alter table times.bookings add constraint bookings_room
          foreign key (floor, period during) references times.rooms (floor, period during)`,
      expect: [
        'primary-key/without-overlaps times.rooms.rooms_key',
        'foreign-key/period times.bookings.bookings_room',
      ],
      since: 18,
    },
  ],
};
