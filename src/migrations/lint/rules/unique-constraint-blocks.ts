import { columnsFirst, concurrently, migrations, setNotNull, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A unique constraint or primary key that builds its index itself. */
export const uniqueConstraintBlocks: Rule = {
  id: 'unique-constraint-blocks',
  title: 'A unique constraint or primary key that builds its index while nobody can read the table',
  judge: ({ statement }) =>
    changesOf(statement, 'constraint added').flatMap(({ table, constraint, usesIndex }) => {
      const { kind, name, index, columns, definition } = constraint;
      if ((kind !== 'u' && kind !== 'p') || usesIndex) return [];
      const built = changesOf(statement, 'index added').find((one) => one.index.oid === index)?.index;
      // What the column of another finding brings with it is said there.
      if (built?.definition === undefined || built.definition === null) return [];
      const word = kind === 'p' ? 'primary key' : 'unique';
      const first = columnsFirst(statement, table, columns);
      const deferrable = /\)( DEFERRABLE.*)$/.exec(definition ?? '')?.[1] ?? '';
      const wasNullable = changesOf(statement, 'column changed').filter(
        ({ table: other, before, after }) => other.name === table.name && !before.notNull && after.notNull,
      );
      return [
        {
          what: `the ${word === 'unique' ? 'unique constraint' : word} ${name} on ${table.name} (${columns.join(', ')}) builds its index under the lock of ALTER TABLE`,
          why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} until the index is built`,
          fix: migrations([
            ...(first.length === 0 ? [] : [{ title: 'the column', up: first }]),
            {
              title: 'the index, while others read and write',
              transaction: false,
              up: [concurrently(built.definition)],
            },
            ...wasNullable.flatMap(({ after }) => setNotNull(table, after.name)),
            {
              title: 'the constraint takes the index over',
              up: [
                sql(
                  `alter table ${table.name} add constraint ${sqlName(name)} ${word} using index ${sqlName(name)}${deferrable.toLowerCase()}`,
                ),
              ],
            },
          ]),
        },
      ];
    }),
};
