import { addColumn, migrations } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A column of the type json, which cannot be compared. */
export const jsonColumn: Rule = {
  id: 'json-column',
  title: 'A column of the type json',
  judge: ({ statement }) =>
    changesOf(statement, 'column added').flatMap(({ table, column: { name, type } }) =>
      type === 'json' || type === 'json[]'
        ? [
            {
              what: `${table.name}.${name} is ${type}`,
              why: 'json has no equality: select distinct, union and group by on the table that worked before fail',
              fix: migrations([
                { title: 'jsonb', up: [addColumn(table, name, type.replace('json', 'jsonb'))] },
              ]),
            },
          ]
        : [],
    ),
};
