import { relations } from 'drizzle-orm';
import { integer, pgTable } from 'drizzle-orm/pg-core';

const hidden = pgTable('hidden', { id: integer() });
export const hiddenRelations = relations(hidden, () => ({}));
export const LIMIT = 5;
