import { quoteLiteral } from '../../../postgres/identifier.ts';
import type { ProbedColumn } from '../../probe/changed.ts';
import { addColumn, migrations, setNotNull, sql } from '../code.ts';
import { pageByPage } from '../../../parity/fix/batches.ts';
import type { Step } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, isCounter, sizeOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A serial or identity column, for which every row gets its number at once. */
export const counterColumnRewrites: Rule = {
  id: 'counter-column-rewrites',
  title: 'A serial or identity column on a table that is there',
  judge: ({ statement }) =>
    changesOf(statement, 'column added').flatMap(({ table, column }) => {
      if (!isCounter(column) || !statement.rewritten.includes(table.name)) return [];
      const name = sqlName(column.name);
      const sequence = `${sqlName(table.schema)}.${sqlName(`${table.bare}_${column.name}_${column.identity === '' ? 'seq' : 'count'}`)}`;
      return [
        {
          what: `${table.name}.${column.name} numbers the rows and writes the table anew`,
          why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} until each row has its number`,
          fix: migrations([
            {
              title: 'the column, and numbers for rows that come',
              up: [
                addColumn(table, column.name, 'bigint'),
                sql(`create sequence ${sequence} owned by ${table.name}.${name}`),
                sql(
                  `alter table ${table.name} alter column ${name} set default nextval(${quoteLiteral(sequence)})`,
                ),
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
            ...setNotNull(table, column.name),
            ...(column.identity === '' ? [] : [asIdentity(table.name, column, sequence)]),
          ]),
        },
      ];
    }),
};

/** The numbers go on where the sequence ended. */
function asIdentity(table: string, { name: bare, identity }: ProbedColumn, sequence: string): Step {
  const name = sqlName(bare);
  const own = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(bare)})`;
  return {
    title: 'an identity column in place of the default',
    up: [
      sql(`alter table ${table} alter column ${name} drop default`),
      sql(
        `alter table ${table} alter column ${name} add generated ${identity === 'a' ? 'always' : 'by default'} as identity`,
      ),
      sql(`select setval(${own}, (select last_value from ${sequence}))`),
      sql(`drop sequence ${sequence}`),
    ],
  };
}
