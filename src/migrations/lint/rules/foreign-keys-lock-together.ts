import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** Foreign keys to several tables in one transaction, which locks all of them until its end. */
export const foreignKeysLockTogether: Rule = {
  id: 'foreign-keys-lock-together',
  title: 'Foreign keys to several tables in one transaction',
  judge: ({ statement, before }) => {
    const earlier = before
      .filter(({ transaction }) => transaction === statement.transaction)
      .flatMap((one) => added(one));
    return added(statement).flatMap(({ table, constraint }, index) => {
      const others = [...earlier, ...added(statement).slice(0, index)]
        .map((one) => one.constraint.references?.name ?? '')
        .filter((name) => name !== constraint.references?.name && name !== table.name);
      if (others.length === 0) return [];
      const to = constraint.references?.name ?? '';
      return [
        {
          what: `${constraint.name} locks ${to}, while ${[...new Set(others)].join(', ')} is locked for another foreign key`,
          why: 'nobody writes either of them until the migration ends; what locks them the other way round deadlocks with it',
          fix: migrations([
            {
              title: 'a migration for each of them',
              up: [
                sql(
                  `alter table ${table.name} add constraint ${sqlName(constraint.name)} ${(constraint.definition ?? '').replace(/ NOT VALID$/, '')} not valid`,
                ),
              ],
            },
            {
              title: 'and then',
              up: [sql(`alter table ${table.name} validate constraint ${sqlName(constraint.name)}`)],
            },
          ]),
        },
      ];
    });
  },
};

function added(statement: Parameters<typeof changesOf>[0]) {
  return changesOf(statement, 'constraint added').filter(({ constraint }) => constraint.kind === 'f');
}
