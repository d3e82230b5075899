import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A constraint that is validated in the transaction that added it, whose lock is still held. */
export const validateWithAdd: Rule = {
  id: 'validate-with-add',
  title: 'A constraint that is validated in the transaction that added it',
  judge: ({ statement, before }) =>
    changesOf(statement, 'constraint validated').flatMap(({ table, constraint: { oid, name } }) => {
      const isNew = before.some(
        (one) =>
          one.transaction === statement.transaction &&
          changesOf(one, 'constraint added').some(({ constraint }) => constraint.oid === oid),
      );
      if (!isNew) return [];
      return [
        {
          what: `${name} is validated while the lock of adding it is held`,
          why: `all rows of ${table.name} are read under that lock: as if it had not been added not valid`,
          fix: migrations([
            {
              title: 'a migration of its own, after the one that adds it',
              up: [sql(`alter table ${table.name} validate constraint ${sqlName(name)}`)],
            },
          ]),
        },
      ];
    }),
};
