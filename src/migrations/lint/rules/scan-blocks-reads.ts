import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { isShut } from '../seen.ts';

/** A change of the schema that reads a table whole for a reason that no other rule knows. */
export const scanBlocksReads: Rule = {
  id: 'scan-blocks-reads',
  title: 'A table that is read whole while nobody else can',
  judge: ({ statement, words }) => {
    if (words[0] !== 'alter') return [];
    const explained = new Set(
      statement.changes.flatMap((change) => {
        if (change.what === 'relation changed') return change.after.isPartition ? [change.before.name] : [];
        if (change.what === 'constraint added' || change.what === 'constraint validated') {
          return [change.table.name, change.constraint.references?.name ?? ''];
        }
        return change.what === 'column changed' || change.what === 'column added' ? [change.table.name] : [];
      }),
    );
    return statement.scanned
      .filter((table) => isShut(statement, table) && !statement.rewritten.includes(table))
      .filter((table) => !explained.has(table))
      .map((table) => ({
        what: `all rows of ${table} are read under a lock`,
        why: `nobody reads or writes ${table} meanwhile; a default partition is read like this when another one is added`,
        fix: `give it first a valid check that says what Postgres looks for (added not valid, and validated in a migration of its own); where the table is small:\n${waiver('scan-blocks-reads', 'the table has forty rows')}`,
      }));
  },
};
