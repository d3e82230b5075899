import { pgEnum, pgTable } from 'drizzle-orm/pg-core';

const hidden = pgEnum('hidden', ['a', 'b']);

/** The enum is part of the schema because a column has it. */
export const uses = pgTable('uses', { hidden: hidden().default('b'), several: hidden().array() });
