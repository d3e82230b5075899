import { integer, pgMaterializedView, pgTable, pgView, text } from 'drizzle-orm/pg-core';

export const rows = pgTable('rows', { id: integer() });
/** In a namespace of our own, with the columns that queries rely on: the others are nobody's affair. */
export const stats = pgView('stats', { id: integer() }).existing();
export const totals = pgMaterializedView('totals', { label: text() }).existing();
