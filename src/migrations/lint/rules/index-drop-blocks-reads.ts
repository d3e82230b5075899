import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** An index that is dropped by itself, which waits for all who use its table, and all others behind it. */
export const indexDropBlocksReads: Rule = {
  id: 'index-drop-blocks-reads',
  title: 'An index that is dropped under a lock that keeps all others out',
  judge: ({ statement, words }) =>
    changesOf(statement, 'index dropped').flatMap(({ table, index }) => {
      const goesWithOther = statement.changes.some(
        (change) =>
          (change.what === 'constraint dropped' || change.what === 'column dropped') &&
          change.table.name === table.name,
      );
      if (goesWithOther || words.includes('concurrently')) return [];
      return [
        {
          what: `the index ${index.name} is dropped while nobody can read ${table.name}`,
          why: `it waits for every query that uses ${table.name}, and all others wait behind it`,
          fix: migrations([
            {
              title: 'the index goes while others read and write',
              transaction: false,
              up: [sql(`drop index concurrently ${index.name}`)],
            },
          ]),
        },
      ];
    }),
};
