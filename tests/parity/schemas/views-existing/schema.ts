import { bigint, integer, pgMaterializedView, pgSchema, pgView, text } from 'drizzle-orm/pg-core';

const legacy = pgSchema('legacy');

/** Only said to be there, with the columns that queries rely on. */
export const people = legacy.view('people', { id: bigint({ mode: 'number' }), name: text() }).existing();
export const totals = pgMaterializedView('old_totals', { total: integer() }).existing();
export const tables = pgView('visible_tables', { name: text() }).existing();
