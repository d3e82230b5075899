import { addColumn, migrations } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, isCounter } from '../seen.ts';

const MOST: Readonly<Record<string, string>> = { integer: '2,147,483,647', smallint: '32,767' };

/** A counter or key that ends. */
export const smallKey: Rule = {
  id: 'small-key',
  title: 'A key or counter of the type integer or smallint',
  judge: ({ statement }) =>
    changesOf(statement, 'column added').flatMap(({ table, column }) => {
      const most = MOST[column.type];
      const isKey = changesOf(statement, 'constraint added').some(
        ({ table: other, constraint }) =>
          other.name === table.name && constraint.kind === 'p' && constraint.columns.includes(column.name),
      );
      if (most === undefined || !(isCounter(column) || isKey)) return [];
      return [
        {
          what: `${table.name}.${column.name} is ${column.type}`,
          why: `it ends at ${most}: on that day every insert fails, and a larger type writes the table anew`,
          fix: migrations([
            {
              title: isCounter(column)
                ? 'bigint; it gets its numbers as counter-column-rewrites shows'
                : 'bigint',
              up: [addColumn(table, column.name, 'bigint')],
            },
          ]),
        },
      ];
    }),
};
