import { bigint, integer, pgTable } from 'drizzle-orm/pg-core';

/** Nobody named the sequences, so that their names are nobody's concern. */
export const rows = pgTable('rows', {
  id: integer().generatedAlwaysAsIdentity(),
  other: bigint({ mode: 'number' }).generatedByDefaultAsIdentity({ startWith: 5 }),
});
