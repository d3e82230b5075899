import { customType, index, pgTable, serial } from 'drizzle-orm/pg-core';

const named = (type: string) => customType<{ data: unknown }>({ dataType: () => type });

/** Extensions that live in a namespace which is not on the path. */
export const trees = pgTable(
  'trees',
  {
    id: serial().primaryKey(),
    path: named('extensions.ltree')().notNull(),
    attributes: named('extensions.hstore')(),
  },
  (t) => [index('trees_path').using('gist', t.path), index('trees_attributes').using('gin', t.attributes)],
);
