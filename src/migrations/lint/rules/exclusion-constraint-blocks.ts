import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf } from '../seen.ts';

/** An exclusion constraint, for which Postgres has no way that lets others write. */
export const exclusionConstraintBlocks: Rule = {
  id: 'exclusion-constraint-blocks',
  title: 'An exclusion constraint on a table that is there',
  judge: ({ statement }) =>
    changesOf(statement, 'constraint added').flatMap(({ table, constraint: { kind, name } }) =>
      kind === 'x'
        ? [
            {
              what: `the exclusion constraint ${name} builds its index and compares all rows of ${table.name}`,
              why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} meanwhile, and Postgres can neither take an index over nor validate it later`,
              fix: `add it while nobody uses the table, or make a new table with it and move to that; where the table is small:\n${waiver('exclusion-constraint-blocks', 'the table has forty rows')}`,
            },
          ]
        : [],
    ),
};
