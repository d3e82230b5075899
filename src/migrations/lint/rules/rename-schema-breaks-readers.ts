import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A namespace under another name. */
export const renameSchemaBreaksReaders: Rule = {
  id: 'rename-schema-breaks-readers',
  title: 'A namespace that gets another name',
  judge: ({ statement }) =>
    changesOf(statement, 'schema renamed').map(({ before, after }) => ({
      what: `the namespace ${before} becomes ${after}`,
      why: 'until all processes run the new release, the old one asks for the old name, and all its queries fail',
      fix: `make ${after} beside ${before} and move the tables one by one, each with a view in its old place (rename-table-breaks-readers); while no app runs:\n${waiver('rename-schema-breaks-readers', 'the app is stopped for this deploy')}`,
    })),
};
