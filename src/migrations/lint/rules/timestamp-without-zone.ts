import { addColumn, migrations } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A column of moments without a time zone. */
export const timestampWithoutZone: Rule = {
  id: 'timestamp-without-zone',
  title: 'A column of the type timestamp without time zone',
  judge: ({ statement }) =>
    changesOf(statement, 'column added').flatMap(({ table, column: { name, type } }) =>
      /^timestamp(?:\(\d\))? without time zone(?:\[\])?$/.test(type)
        ? [
            {
              what: `${table.name}.${name} is ${type}`,
              why: 'which moment it means depends on the time zone of whoever wrote it; to change it later writes the table anew unless all sessions are in UTC',
              fix: migrations([
                {
                  title: 'a moment',
                  up: [addColumn(table, name, type.replace('without', 'with'))],
                },
              ]),
            },
          ]
        : [],
    ),
};
