import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A table that is read whole to see whether its rows belong in the partition that it becomes. */
export const attachScansPartition: Rule = {
  id: 'attach-scans-partition',
  title: 'A partition whose rows are read under a lock',
  judge: ({ statement }) =>
    changesOf(statement, 'relation changed').flatMap(({ before, after }) => {
      const isRead = statement.scanned.includes(before.name);
      if (before.isPartition || !after.isPartition || !isRead) return [];
      const check = sqlName(`${before.bare}_belongs`.slice(0, 63));
      const alter = `alter table ${before.name}`;
      return [
        {
          what: `all rows of ${before.name} are read before it is a partition of ${after.parent ?? ''}`,
          why: `nobody reads or writes ${before.name} meanwhile; with a valid check that says the same Postgres reads nothing`,
          fix: migrations([
            {
              title: 'what is written from now on belongs in the partition',
              up: [sql(`${alter} add constraint ${check} check (${after.partitionRule ?? ''}) not valid`)],
            },
            {
              title: 'the rows that were there are read while others read and write',
              up: [sql(`${alter} validate constraint ${check}`)],
            },
            {
              title: 'and then',
              up: [sql(statement.sql), sql(`${alter} drop constraint ${check}`)],
            },
          ]),
        },
      ];
    }),
};
