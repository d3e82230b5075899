import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A column that must have a value loses what gave it one. */
export const defaultDroppedBreaksWriters: Rule = {
  id: 'default-dropped-breaks-writers',
  title: 'A column that is not null loses its default',
  judge: ({ statement }) =>
    changesOf(statement, 'column changed').flatMap(({ table, before, after }) => {
      const had = before.default !== null || before.identity !== '';
      const has = after.default !== null || after.identity !== '';
      if (!had || has || !after.notNull) return [];
      return [
        {
          what: `${table.name}.${after.name} loses its default and must have a value`,
          why: 'the inserts of a release that leaves it out fail',
          fix: `first a release whose inserts name ${after.name}; when no other runs any more, this migration with\n${waiver('default-dropped-breaks-writers', 'every insert names it since …')}`,
        },
      ];
    }),
};
