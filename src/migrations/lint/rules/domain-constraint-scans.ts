import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, inForce, isAtLeast } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A rule of a domain that reads every table which uses it. */
export const domainConstraintScans: Rule = {
  id: 'domain-constraint-scans',
  title: 'A rule of a domain that reads all tables with it',
  judge: ({ statement }) =>
    changesOf(statement, 'domain constraint added').flatMap(({ domain, constraint, isValid, definition }) => {
      const tables = inForce(statement)
        .filter(({ kind, mode }) => kind === 'table' && isAtLeast(mode, 'Share'))
        .map(({ relation }) => relation);
      if (!isValid || tables.length === 0) return [];
      const name = sqlName(constraint);
      return [
        {
          what: `${constraint} of ${domain} reads all rows of ${tables.join(', ')}`,
          why: 'nobody writes these tables meanwhile',
          fix: migrations([
            {
              title: 'what is written from now on is checked',
              up: [sql(`alter domain ${domain} add constraint ${name} ${definition} not valid`)],
            },
            {
              title:
                'the rows that were there; nobody writes the tables meanwhile here too: at an hour of its own',
              up: [sql(`alter domain ${domain} validate constraint ${name}`)],
            },
          ]),
        },
      ];
    }),
};
