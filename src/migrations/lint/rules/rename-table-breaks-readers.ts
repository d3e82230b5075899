import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A table or view that the running app looks for under its old name, or in its old namespace. */
export const renameTableBreaksReaders: Rule = {
  id: 'rename-table-breaks-readers',
  title: 'A table or view that gets another name or namespace',
  judge: ({ statement, after }) =>
    changesOf(statement, 'relation changed').flatMap(({ before, after: now }) => {
      const isRenamed = before.bare !== now.bare || before.schema !== now.schema;
      if (!isRenamed || !['r', 'p', 'f', 'v', 'm'].includes(before.kind)) return [];
      // With its namespace it is told there.
      if (changesOf(statement, 'schema renamed').some((change) => change.after === now.schema)) return [];
      const stays = [statement, ...after].some(
        (later) =>
          later.transaction === statement.transaction &&
          changesOf(later, 'relation added').some(({ relation }) => relation.name === before.name),
      );
      if (stays) return [];
      const alter = `alter ${before.kind === 'v' ? 'view' : before.kind === 'm' ? 'materialized view' : 'table'}`;
      return [
        {
          what: `${before.name} becomes ${now.name}`,
          why: 'until all processes run the new release, the old one asks for the old name, and its queries fail',
          fix: migrations([
            {
              title:
                'a view keeps the old name, through which the release before reads and writes; it goes when no release uses it',
              up: [
                ...(before.schema === now.schema
                  ? []
                  : [sql(`${alter} ${before.name} set schema ${sqlName(now.schema)}`)]),
                ...(before.bare === now.bare
                  ? []
                  : [
                      sql(
                        `${alter} ${sqlName(now.schema)}.${sqlName(before.bare)} rename to ${sqlName(now.bare)}`,
                      ),
                    ]),
                sql(`create view ${before.name} as select * from ${now.name}`),
              ],
            },
          ]),
        },
      ];
    }),
};
