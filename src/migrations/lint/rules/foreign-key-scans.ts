import { validatedLater } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf } from '../seen.ts';

/** A foreign key that is validated where it is added. */
export const foreignKeyScans: Rule = {
  id: 'foreign-key-scans',
  title: 'A foreign key that looks at all rows while nobody can write two tables',
  judge: ({ statement }) =>
    changesOf(statement, 'constraint added').flatMap(({ table, constraint }) => {
      const { kind, isValid, name, references } = constraint;
      if (kind !== 'f' || !isValid) return [];
      const other = references?.name ?? table.name;
      const both = other === table.name ? table.name : `${table.name} or ${other}`;
      return [
        {
          what: `the foreign key ${name} looks for every row of ${table.name} in ${other}`,
          why: `nobody writes ${both}${sizeOf(statement, table.name)} until it has been through`,
          fix: validatedLater(
            statement,
            table,
            constraint,
            'the rows that were there are looked at while others read and write',
          ),
        },
      ];
    }),
};
