import type { Rule } from '../rule.ts';

const TRUNCATED = '42622';

/** A name of more than 63 bytes, which Postgres cuts off. */
export const nameTruncated: Rule = {
  id: 'name-truncated',
  title: 'A name that Postgres cuts off after 63 bytes',
  judge: ({ statement }) => {
    // What belongs to a table that the migration makes is in nobody's way.
    if (statement.locks.length === 0 && statement.held.length === 0) return [];
    return statement.notices
      .filter(({ code }) => code === TRUNCATED)
      .map(({ message }) => ({
        what: message,
        why: 'two long names that begin alike become one, which fails or hits the wrong thing; Drizzle and Knex know it by the name that it does not have',
        fix: `a name of at most 63 bytes of its own: table.index(['a', 'b'], 'short_name')`,
      }));
  },
};
