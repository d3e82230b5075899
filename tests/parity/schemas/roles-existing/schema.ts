import { pgRole } from 'drizzle-orm/pg-core';

/** Only said to be there: all else is its own affair, as is every role that is not declared. */
export const existing = pgRole('keelson_corpus_existing').existing();
