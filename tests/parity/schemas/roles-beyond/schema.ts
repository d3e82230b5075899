import { pgRole } from 'drizzle-orm/pg-core';

/** Attributes that Drizzle cannot say. */
export const rich = pgRole('keelson_corpus_rich', { createDb: true });
