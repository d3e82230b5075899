import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A table that gets another owner. */
export const ownerChangesRights: Rule = {
  id: 'owner-changes-rights',
  title: 'A table that gets another owner',
  judge: ({ statement }) =>
    changesOf(statement, 'relation changed').flatMap(({ before, after }) =>
      before.owner === after.owner || !['r', 'p', 'f', 'v', 'm'].includes(before.kind)
        ? []
        : [
            {
              what: `${before.name} belongs to ${after.owner} instead of ${before.owner}`,
              why: `${before.owner} may do with it only what it was granted: an app or the next migration that connects as ${before.owner} is refused`,
              fix: `grant first what ${before.owner} still needs: grant select, insert, update, delete on ${before.name} to ${sqlName(before.owner)}; and then\n${waiver('owner-changes-rights', 'the app does not connect as the owner')}`,
            },
          ],
    ),
};
