import { addColumn, migrations, setNotNull, sql } from '../code.ts';
import { pageByPage } from '../../../parity/fix/batches.ts';
import type { Rule } from '../rule.ts';
import { changesOf, isCounter, sizeOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A default that is another value for each row, which Postgres writes into every row at once. */
export const defaultRewrites: Rule = {
  id: 'default-rewrites',
  title: 'A new column with a default that has to be computed for every row',
  judge: ({ statement }) =>
    changesOf(statement, 'column added').flatMap(({ table, column }) => {
      if (!statement.rewritten.includes(table.name) || column.generated !== '' || isCounter(column))
        return [];
      if (column.default === null) return [];
      const name = sqlName(column.name);
      return [
        {
          what: `${table.name}.${column.name} with the default ${column.default} writes the table anew`,
          why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} until each row has its value`,
          fix: migrations([
            {
              title: 'the column, and the default for rows that come',
              up: [
                addColumn(table, column.name, column.type),
                sql(`alter table ${table.name} alter column ${name} set default ${column.default}`),
              ],
            },
            {
              title: 'the rows that were there, while others read and write',
              transaction: false,
              up: pageByPage(table.name, {
                change: `update ${table.name} set ${name} = default`,
                left: `${name} is null`,
              }),
            },
            ...(column.notNull ? setNotNull(table, column.name) : []),
          ]),
        },
      ];
    }),
};
