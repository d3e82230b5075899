import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A column that the running app may still name. */
export const dropColumnBreaksReaders: Rule = {
  id: 'drop-column-breaks-readers',
  title: 'A column that goes while the running app may read it',
  judge: ({ statement }) =>
    changesOf(statement, 'column dropped').map(({ table, column }) => ({
      what: `${table.name}.${column.name} goes`,
      why: 'until all processes run the new release, the old one names it in its queries, which fail; select * and Drizzle name every column',
      fix: `first a release that does not name ${column.name}; when no other runs any more, this migration with\n${waiver('drop-column-breaks-readers', 'no release names it since …')}`,
    })),
};
