import { pgSchema } from 'drizzle-orm/pg-core';

/** The Postgres namespace that holds every table of this schema. */
export const auth = pgSchema('auth');
