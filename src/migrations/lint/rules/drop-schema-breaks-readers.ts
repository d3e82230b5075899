import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A namespace that the running app may still name. */
export const dropSchemaBreaksReaders: Rule = {
  id: 'drop-schema-breaks-readers',
  title: 'A namespace that goes',
  judge: ({ statement }) =>
    changesOf(statement, 'schema dropped').map(({ schema }) => ({
      what: `the namespace ${schema} goes`,
      why: 'until all processes run the new release, the old one may name what is in it, or have it in its search_path',
      fix: `first a release that does not name ${schema}; when no other runs any more, this migration with\n${waiver('drop-schema-breaks-readers', 'no release names it since …')}`,
    })),
};
