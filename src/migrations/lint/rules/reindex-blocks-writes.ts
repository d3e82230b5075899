import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';

/** REINDEX as it is without a word. */
export const reindexBlocksWrites: Rule = {
  id: 'reindex-blocks-writes',
  title: 'Indexes that are built again while nobody can use them',
  judge: ({ statement, words }) => {
    if (statement.rewritten.length === 0 || words[0] !== 'reindex') return [];
    return [
      {
        what: `${statement.rewritten.join(', ')} built again under a lock`,
        why: 'nobody writes the table meanwhile, and a query that would use the index waits too',
        fix: migrations([
          {
            title: 'built again while others read and write',
            transaction: false,
            up: statement.rewritten.map((name) => sql(`reindex index concurrently ${name}`)),
          },
        ]),
      },
    ];
  },
};
