import { migrations, addColumn } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A foreign key between columns of two types. */
export const foreignKeyTypeDiffers: Rule = {
  id: 'foreign-key-type-differs',
  title: 'A foreign key from one type to another',
  judge: ({ statement }) =>
    changesOf(statement, 'constraint added').flatMap(({ table, constraint }) => {
      const { kind, columns, types, references, referencedColumns, referencedTypes } = constraint;
      if (kind !== 'f') return [];
      return columns.flatMap((column, index) => {
        const [type = '', wanted = ''] = [types[index], referencedTypes[index]];
        if (type === wanted) return [];
        return [
          {
            what: `${table.name}.${column} is ${type}, and ${references?.name ?? ''}.${referencedColumns[index] ?? ''}, to which it points, ${wanted}`,
            why: 'a value of one may have no place in the other, which shows on the day it comes up; each comparison casts',
            fix: migrations([
              {
                title: 'a column of the same type, in place of the other one',
                up: [addColumn(table, `${column}_new`, wanted)],
              },
            ]),
          },
        ];
      });
    }),
};
