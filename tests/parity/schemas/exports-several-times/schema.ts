import { aliasedTable } from 'drizzle-orm';
import { alias, index, integer, pgEnum, pgTable } from 'drizzle-orm/pg-core';

export const kind = pgEnum('kind', ['a', 'b']);
export const rows = pgTable('rows', { a: integer(), kind: kind() }, (t) => [index().on(t.a)]);

/** The same table under other names. */
export { rows as rowsAgain, kind as kindAgain };
export const sameRows = rows;
/** Names within queries are no tables. */
export const r = alias(rows, 'r');
export const r2 = aliasedTable(rows, 'r2');
