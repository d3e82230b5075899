import { migrations, setNotNull } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf, sizeOf, worksOn } from '../seen.ts';

/** SET NOT NULL where no valid constraint tells already that there is no null. */
export const setNotNullScans: Rule = {
  id: 'set-not-null-scans',
  title: 'A column that becomes not null while nobody can read the table',
  judge: ({ statement }) =>
    changesOf(statement, 'column changed').flatMap(({ table, before, after }) => {
      // A primary key says so itself, and has a rule of its own.
      const isKey = changesOf(statement, 'constraint added').some(
        ({ table: other, constraint, usesIndex }) =>
          other.name === table.name && constraint.kind === 'p' && !usesIndex,
      );
      if (before.notNull || !after.notNull || isKey || !worksOn(statement, table.name)) return [];
      return [
        {
          what: `${table.name}.${after.name} becomes not null by reading the whole table`,
          why: `nobody reads or writes ${table.name}${sizeOf(statement, table.name)} meanwhile; with a valid check that it is not null Postgres reads nothing`,
          fix: migrations(setNotNull(table, after.name)),
        },
      ];
    }),
};
