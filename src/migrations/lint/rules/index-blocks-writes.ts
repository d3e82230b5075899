import { concurrently, migrations } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf } from '../seen.ts';

/** An index that is built while nobody can write its table. */
export const indexBlocksWrites: Rule = {
  id: 'index-blocks-writes',
  title: 'An index that is built while nobody can write the table',
  judge: ({ statement, words }) =>
    changesOf(statement, 'index added').flatMap(({ table, index, isBuilt, isAgain }) => {
      const isOfConstraint = changesOf(statement, 'constraint added').some(
        ({ constraint }) => constraint.index === index.oid,
      );
      if (!isBuilt || isAgain || isOfConstraint || words.includes('concurrently')) return [];
      return [
        {
          what: `the index ${index.name} is built while nobody can write ${table.name}`,
          why: `all that writes ${table.name}${sizeOf(statement, table.name)} waits until the index is built`,
          fix: migrations([
            {
              title: 'the index, while others read and write',
              transaction: false,
              up: [concurrently(index.definition ?? '')],
            },
          ]),
        },
      ];
    }),
};
