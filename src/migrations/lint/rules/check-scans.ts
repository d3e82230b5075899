import { columnsFirst, migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf, worksOn } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A check that is validated where it is added. */
export const checkScans: Rule = {
  id: 'check-scans',
  title: 'A check that reads all rows while nobody else can',
  judge: ({ statement }) =>
    changesOf(statement, 'constraint added').flatMap(({ table, constraint }) => {
      const { kind, isValid, name, columns, definition } = constraint;
      if (kind !== 'c' || !isValid || !worksOn(statement, table.name)) return [];
      return [
        {
          what: `the check ${name} reads all of ${table.name}`,
          why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} meanwhile`,
          fix: migrations([
            {
              title: 'what is written from now on is checked',
              up: [
                ...columnsFirst(statement, table, columns),
                sql(
                  `alter table ${table.name} add constraint ${sqlName(name)} ${definition ?? ''} not valid`,
                ),
              ],
            },
            {
              title: 'the rows that were there are read while others read and write',
              up: [sql(`alter table ${table.name} validate constraint ${sqlName(name)}`)],
            },
          ]),
        },
      ];
    }),
};
