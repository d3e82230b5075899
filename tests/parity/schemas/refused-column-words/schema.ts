import { customType, pgTable } from 'drizzle-orm/pg-core';

const key = customType<{ data: number }>({ dataType: () => 'integer primary key' });

/** A key that Drizzle would not know of. */
export const rows = pgTable('rows', { id: key() });
