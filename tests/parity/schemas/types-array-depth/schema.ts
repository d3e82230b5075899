import { integer, pgTable } from 'drizzle-orm/pg-core';

/** The database was filled by CREATE TABLE AS, which keeps no number of dimensions. */
export const depths = pgTable('depths', { flat: integer().array(), deep: integer().array().array() });
