import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A partition that is taken off under a lock on the whole table. */
export const detachBlocksReads: Rule = {
  id: 'detach-blocks-reads',
  title: 'A partition that is taken off while nobody can read the table',
  judge: ({ statement, words }) =>
    changesOf(statement, 'relation changed').flatMap(({ before, after }) => {
      const { parent } = before;
      if (!before.isPartition || after.isPartition || parent === null || words.includes('concurrently'))
        return [];
      return [
        {
          what: `${before.name} is taken off ${parent} under a lock on all of it`,
          why: `nobody reads or writes ${parent}, whatever partition they mean, until the migration ends`,
          fix: migrations([
            {
              title: 'taken off while others read and write (not where there is a default partition)',
              transaction: false,
              up: [sql(`alter table ${parent} detach partition ${before.name} concurrently`)],
            },
          ]),
        },
      ];
    }),
};
