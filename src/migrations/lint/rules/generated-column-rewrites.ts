import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A stored generated column, which is computed for every row at once. */
export const generatedColumnRewrites: Rule = {
  id: 'generated-column-rewrites',
  title: 'A stored generated column on a table that is there',
  judge: ({ statement }) =>
    changesOf(statement, 'column added').flatMap(({ table, column }) => {
      if (column.generated !== 's' || !statement.rewritten.includes(table.name)) return [];
      const view = `${sqlName(table.schema)}.${sqlName(`${table.bare}_with_${column.name}`)}`;
      return [
        {
          what: `the stored column ${table.name}.${column.name} writes the table anew`,
          why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} until each row has its value`,
          fix: migrations([
            {
              title:
                'computed when it is read (from Postgres 18 on a column can be: generated always as (…) virtual)',
              up: [
                sql(
                  `create view ${view} as select *, (${column.default ?? ''}) as ${sqlName(column.name)} from ${table.name}`,
                ),
              ],
            },
          ]),
        },
      ];
    }),
};
