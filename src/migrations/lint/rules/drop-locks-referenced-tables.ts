import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';
import { sqlName } from '../sql-name.ts';

/** A table that goes with foreign keys to several others, each of which is locked for it. */
export const dropLocksReferencedTables: Rule = {
  id: 'drop-locks-referenced-tables',
  title: 'A table that goes and locks those that it points to',
  judge: ({ statement }) => {
    const dropped = changesOf(statement, 'relation dropped').map(({ relation }) => relation.name);
    const others = statement.locks.filter(
      ({ kind, mode, relation }) =>
        kind === 'table' && mode === 'AccessExclusive' && !dropped.includes(relation),
    );
    if (dropped.length === 0 || others.length < 2) return [];
    const steps = changesOf(statement, 'relation dropped').flatMap(({ relation, constraints }) =>
      constraints
        .filter(({ kind }) => kind === 'f')
        .map(({ name }) => ({
          title: `without the foreign key ${name}`,
          up: [sql(`alter table ${relation.name} drop constraint ${sqlName(name)}`)],
        })),
    );
    return [
      {
        what: `with ${dropped.join(', ')}, ${others.map(({ relation }) => relation).join(', ')} are locked at once`,
        why: 'nobody reads or writes any of them until the migration ends, and it waits for the queries on all of them while others queue behind it',
        fix: migrations([
          ...steps,
          {
            title: 'and then the table',
            up: dropped.map((name) => sql(`drop table ${name}`)),
          },
        ]),
      },
    ];
  },
};
