import { integer, pgEnum, pgSchema, pgTable } from 'drizzle-orm/pg-core';

export const app = pgSchema('app');
export const mood = pgEnum('mood', ['sad', 'ok', 'happy']);
export const single = pgEnum('single', ['only']);
export const odd = pgEnum('Odd "Enum"', ['', ' ', "it's", 'with,comma', 'größe', 'MiXeD', '{}']);
export const inApp = app.enum('mood', ['other', 'labels']);
export const objectEnum = pgEnum('object_enum', { A: 'a', B: 'b' });
export const objectInApp = app.enum('object_in_app', { One: '1', Two: '2' });
/** Declared and used nowhere. */
export const unused = app.enum('unused', ['x']);

export const feelings = pgTable('feelings', {
  id: integer().primaryKey(),
  mood: mood().notNull(),
  single: single(),
  odd: odd(),
  inApp: inApp('in_app'),
  objectEnum: objectEnum('object_enum').default('b'),
  objectInApp: objectInApp('object_in_app').default('2'),
});

/** The nearer one of two enums with the same name. */
export const appFeelings = app.table('feelings', {
  mood: mood(),
  inApp: inApp('in_app'),
});
