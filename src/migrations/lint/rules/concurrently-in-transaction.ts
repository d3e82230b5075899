import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';

/** What Postgres refuses inside a transaction. */
const NOT_IN_TRANSACTION = '25001';

/** A statement that cannot be part of a transaction, in a migration that is one. */
export const concurrentlyInTransaction: Rule = {
  id: 'concurrently-in-transaction',
  title: 'A statement that has to be outside a transaction, in one',
  judge: ({ statement }) =>
    statement.errorCode === NOT_IN_TRANSACTION
      ? [
          {
            what: `Postgres refuses this in a transaction: ${statement.error ?? ''}`,
            why: 'the migration fails, here and everywhere',
            fix: migrations([
              { title: 'a migration of its own', transaction: false, up: [sql(statement.sql)] },
            ]),
          },
        ]
      : [],
};
