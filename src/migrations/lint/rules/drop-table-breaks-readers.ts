import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

const KINDS: Readonly<Record<string, string>> = { v: 'view', m: 'materialized view', f: 'foreign table' };

/** A table or view that the running app may still name. */
export const dropTableBreaksReaders: Rule = {
  id: 'drop-table-breaks-readers',
  title: 'A table or view that goes while the running app may read it',
  judge: ({ statement, after }) =>
    changesOf(statement, 'relation dropped').flatMap(({ relation: { name, kind } }) => {
      const isView = kind === 'v' || kind === 'm';
      // A view that is made again in the same transaction was never gone for others.
      const isAgain = [statement, ...after].some(
        (later) =>
          later.transaction === statement.transaction &&
          changesOf(later, 'relation added').some(({ relation }) => relation.name === name),
      );
      if (isView && isAgain) return [];
      return [
        {
          what: `the ${KINDS[kind] ?? 'table'} ${name} goes`,
          why: `until all processes run the new release, the old one reads it, and its queries fail${isView ? '' : '; the rows are gone'}`,
          fix: `first a release that does not name ${name}; when no other runs any more, this migration with\n${waiver('drop-table-breaks-readers', 'no release names it since …')}`,
        },
      ];
    }),
};
