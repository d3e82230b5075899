import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import type { PgTable } from 'drizzle-orm/pg-core';

/** Tables as applications have them: 10 columns, 4 indexes, a check and a foreign key each. */
export function bigSchema(count: number): Record<string, PgTable> {
  const tables: Record<string, PgTable> = {};
  for (let number = 0; number < count; number += 1) {
    const name = `big_${number}`;
    tables[name] = pgTable(
      name,
      {
        id: integer().primaryKey(),
        parent: integer(),
        name: text().notNull(),
        email: varchar({ length: 255 }).notNull(),
        amount: numeric({ precision: 10, scale: 2 }).default('0').notNull(),
        state: text().default('new').notNull(),
        active: boolean().default(true).notNull(),
        document: jsonb().default({}),
        token: uuid().defaultRandom(),
        made: timestamp({ withTimezone: true }).defaultNow().notNull(),
      },
      (t) => [
        index(`${name}_parent`).on(t.parent),
        uniqueIndex(`${name}_email`).on(sql`lower(${t.email})`),
        index(`${name}_state_made`).on(t.state, t.made.desc()),
        index(`${name}_active`)
          .on(t.name)
          .where(sql`${t.active}`),
        check(`${name}_amount`, sql`${t.amount} >= 0 and ${t.state} in ('new', 'old')`),
        foreignKey({ name: `${name}_fk`, columns: [t.parent], foreignColumns: [t.id] }).onDelete('cascade'),
      ],
    );
  }
  return tables;
}
