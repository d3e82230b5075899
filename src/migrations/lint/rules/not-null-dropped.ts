import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A column that may be null from now on. */
export const notNullDropped: Rule = {
  id: 'not-null-dropped',
  title: 'A column that may be null from now on',
  judge: ({ statement }) =>
    changesOf(statement, 'column changed').flatMap(({ table, before, after }) =>
      before.notNull && !after.notNull
        ? [
            {
              what: `${table.name}.${after.name} may be null from now on`,
              why: 'the release that still runs does not expect null there, nor does its type; .alter() of Knex does this unasked, and drops the default too',
              fix: `where it is not meant: table.specificType('${after.name}', '${after.type}').notNullable().alter(), with its default\nwhere it is, first a release that can read null, and then\n${waiver('not-null-dropped', 'all readers take null since …')}`,
            },
          ]
        : [],
    ),
};
