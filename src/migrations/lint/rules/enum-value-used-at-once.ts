import type { Rule } from '../rule.ts';

const UNSAFE_NEW_VALUE = '55P04';

/** A value of an enum in the transaction that added it. */
export const enumValueUsedAtOnce: Rule = {
  id: 'enum-value-used-at-once',
  title: 'A new value of an enum that is used in the same transaction',
  judge: ({ statement }) =>
    statement.errorCode === UNSAFE_NEW_VALUE
      ? [
          {
            what: `Postgres refuses a value that was added in the same transaction: ${statement.error ?? ''}`,
            why: 'a value can be used once it is committed: the migration fails, here and everywhere',
            fix: 'put what uses the value in the next migration, which is a transaction of its own',
          },
        ]
      : [],
};
