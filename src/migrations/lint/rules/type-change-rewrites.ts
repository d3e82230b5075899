import { addColumn, migrations } from '../code.ts';
import { pageByPage } from '../../../parity/fix/batches.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf, worksOn } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** Another type, where the rows or an index of the column had to be written or read for it. */
export const typeChangeRewrites: Rule = {
  id: 'type-change-rewrites',
  title: 'A type that becomes another one while nobody can read the table',
  judge: ({ statement }) =>
    changesOf(statement, 'column changed').flatMap(({ table, before, after }) => {
      if (before.typeId === after.typeId) return [];
      const again = changesOf(statement, 'index added').filter(
        ({ table: other, isBuilt, isAgain }) => other.name === table.name && isBuilt && isAgain,
      );
      if (!worksOn(statement, table.name) && again.length === 0) return [];
      const how = statement.rewritten.includes(table.name)
        ? 'writes the table and its indexes anew'
        : statement.scanned.includes(table.name)
          ? 'reads the whole table'
          : `builds ${again.map(({ index }) => index.name).join(', ')} again`;
      const aside = `${after.name}_new`;
      const [from, to] = [sqlName(after.name), sqlName(aside)];
      return [
        {
          what: `${table.name}.${after.name} from ${before.type} to ${after.type} ${how}`,
          why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} until it is done`,
          fix: migrations([
            {
              title: `a column beside it; from then on the app writes ${after.name} and ${aside}`,
              up: [addColumn(table, aside, after.type)],
            },
            {
              title: `the rows that were there, while others read and write; then the app reads ${aside}, and ${after.name} goes when no release uses it`,
              transaction: false,
              up: pageByPage(table.name, {
                change: `update ${table.name} set ${to} = ${from}::${after.type}`,
                left: `${to} is null and ${from} is not null`,
              }),
            },
          ]),
        },
      ];
    }),
};
