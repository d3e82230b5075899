import { addColumn, migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

const WITH_LENGTH = /^(character varying|character)\((\d+)\)(\[\])?$/;

/** A column of varchar(n) or char(n), whose length can only grow cheaply. */
export const textWithLength: Rule = {
  id: 'text-with-length',
  title: 'A new column of varchar(n) or char(n)',
  judge: ({ statement }) =>
    changesOf(statement, 'column added').flatMap(({ table, column }) => {
      const [, base, length = '', array = ''] = WITH_LENGTH.exec(column.type) ?? [];
      if (base === undefined) return [];
      const name = sqlName(column.name);
      const check = sqlName(`${table.bare}_${column.name}_length`.slice(0, 63));
      return [
        {
          what: `${table.name}.${column.name} is ${column.type}${base === 'character' ? ', filled up with blanks' : ''}`,
          why: 'a shorter length later reads the table under a lock; Knex gives table.string() 255 unless told. A check can be changed while others work',
          fix: migrations([
            {
              title: 'text, with a check where the length matters',
              up: [
                addColumn(table, column.name, `text${array}`),
                ...(array === ''
                  ? [
                      sql(
                        `alter table ${table.name} add constraint ${check} check (char_length(${name}) <= ${length}) not valid`,
                      ),
                    ]
                  : []),
              ],
            },
          ]),
        },
      ];
    }),
};
