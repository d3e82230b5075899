import { bit, pgTable } from 'drizzle-orm/pg-core';

/** No type at all: Drizzle writes bit(undefined). */
export const rows = pgTable('rows', { bits: bit({} as never) });
