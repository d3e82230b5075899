import { index, integer, pgTable } from 'drizzle-orm/pg-core';

const long = 'an_index_whose_name_goes_on_and_on_until_the_server_has_had_enough_';

/** Two names that somebody chose, and that are one once Postgres has cut them. */
export const rows = pgTable('rows', { a: integer(), b: integer() }, (t) => [
  index(`${long}first`).on(t.a),
  index(`${long}second`).on(t.b),
]);
