import { validatedLater } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf, worksOn } from '../seen.ts';

/** A check that is validated where it is added. */
export const checkScans: Rule = {
  id: 'check-scans',
  title: 'A check that reads all rows while nobody else can',
  judge: ({ statement }) =>
    changesOf(statement, 'constraint added').flatMap(({ table, constraint }) => {
      const { kind, isValid, name } = constraint;
      if (kind !== 'c' || !isValid || !worksOn(statement, table.name)) return [];
      return [
        {
          what: `the check ${name} reads all of ${table.name}`,
          why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} meanwhile`,
          fix: validatedLater(
            statement,
            table,
            constraint,
            'the rows that were there are read while others read and write',
          ),
        },
      ];
    }),
};
