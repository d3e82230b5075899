import { sql } from 'drizzle-orm';
import { check, customType, index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';

const citext = customType<{ data: string }>({ dataType: () => 'citext' });

/** A type of an extension, in keys, defaults and expressions. */
export const people = pgTable(
  'people',
  {
    email: citext().notNull().unique(),
    nickname: citext().default('Nobody'),
    names: citext().array(),
  },
  (t) => [
    uniqueIndex('people_nickname').on(t.nickname),
    index('people_named')
      .on(t.email)
      .where(sql`${t.nickname} <> 'Nobody'`),
    check('people_email', sql`${t.email} ~ '^[^@]+@[^@]+$'`),
  ],
);
