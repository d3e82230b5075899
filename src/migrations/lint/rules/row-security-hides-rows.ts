import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** Row security on a table that has rows which the running app reads. */
export const rowSecurityHidesRows: Rule = {
  id: 'row-security-hides-rows',
  title: 'Row security on a table that is there',
  judge: ({ statement }) =>
    changesOf(statement, 'relation changed').flatMap(({ before, after }) =>
      before.hasRowSecurity || !after.hasRowSecurity
        ? []
        : [
            {
              what: `row security begins on ${before.name}`,
              why: 'whoever is not its owner sees no row but those that a policy lets through, and gets no error: the release that still runs sees an empty table',
              fix: `create the policies in the same migration, tried as the role of the app; and then\n${waiver('row-security-hides-rows', 'the policies in this migration let the app through')}`,
            },
          ],
    ),
};
