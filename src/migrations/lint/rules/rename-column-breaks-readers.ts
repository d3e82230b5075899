import { addColumn, migrations } from '../code.ts';
import { pageByPage } from '../../../parity/fix/batches.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A column that the running app looks for under its old name. */
export const renameColumnBreaksReaders: Rule = {
  id: 'rename-column-breaks-readers',
  title: 'A column that gets another name',
  judge: ({ statement }) =>
    changesOf(statement, 'column changed').flatMap(({ table, before, after }) =>
      before.name === after.name
        ? []
        : [
            {
              what: `${table.name}.${before.name} becomes ${after.name}`,
              why: 'there is no moment at which the release before and the one after both find it: the queries of one of them fail',
              fix: migrations([
                {
                  title: `the new name beside the old one; from then on the app writes both. To Drizzle alone a name is free: ${after.name}: text('${before.name}')`,
                  up: [addColumn(table, after.name, after.type)],
                },
                {
                  title: `the rows that were there; then the app reads ${after.name}, and ${before.name} goes when no release uses it`,
                  transaction: false,
                  up: pageByPage(table.name, {
                    change: `update ${table.name} set ${sqlName(after.name)} = ${sqlName(before.name)}`,
                    left: `${sqlName(after.name)} is null and ${sqlName(before.name)} is not null`,
                  }),
                },
              ]),
            },
          ],
    ),
};
