import { concurrently, migrations } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName, sqlNames } from '../sql-name.ts';

/** A foreign key whose columns no index begins with. */
export const foreignKeyWithoutIndex: Rule = {
  id: 'foreign-key-without-index',
  title: 'A foreign key that no index helps',
  judge: ({ statement, after }) =>
    changesOf(statement, 'constraint added').flatMap(({ table, constraint, isIndexed }) => {
      const { kind, columns, name, references } = constraint;
      if (kind !== 'f' || isIndexed) return [];
      const comes = after.some((later) =>
        changesOf(later, 'index added').some(
          ({ table: other, index }) =>
            other.name === table.name &&
            index.isWhole &&
            columns.every((column) => index.columns.slice(0, columns.length).includes(column)),
        ),
      );
      if (comes) return [];
      const index = sqlName(`${table.bare}_${columns.join('_')}_index`.slice(0, 63));
      return [
        {
          what: `no index of ${table.name} begins with ${columns.join(', ')}, by which ${name} looks for rows`,
          why: `each delete in ${references?.name ?? 'the other table'}, and each change of its key, reads all of ${table.name} for every row`,
          fix: migrations([
            {
              title: 'before the foreign key',
              transaction: false,
              up: [concurrently(`CREATE INDEX ${index} ON ${table.name} (${sqlNames(columns)})`)],
            },
          ]),
        },
      ];
    }),
};
