import { waiver } from '../code.ts';
import type { Rule } from '../rule.ts';
import { changesOf } from '../seen.ts';

/** A table that is written anew for any other reason: VACUUM FULL, CLUSTER, SET LOGGED, another tablespace. */
export const rewriteBlocksReads: Rule = {
  id: 'rewrite-blocks-reads',
  title: 'A table that is written anew while nobody can read it',
  judge: ({ statement, words }) => {
    const [verb] = words;
    if (verb === 'reindex' || verb === 'refresh') return [];
    const explained = new Set(
      statement.changes.flatMap((change) =>
        change.what === 'column added' ||
        (change.what === 'column changed' && change.before.typeId !== change.after.typeId)
          ? [change.table.name]
          : [],
      ),
    );
    const indexes = new Set(changesOf(statement, 'index added').map(({ index }) => index.name));
    const tables = statement.rewritten.filter(
      (name) =>
        !explained.has(name) &&
        !indexes.has(name) &&
        [...statement.locks, ...statement.held].some(
          ({ relation, kind }) => relation === name && kind !== 'index' && kind !== 'sequence',
        ),
    );
    if (tables.length === 0) return [];
    return [
      {
        what: `${tables.join(', ')} written anew`,
        why: 'nobody reads or writes it until all its rows and indexes are written, and as much room again is needed',
        fix: `against bloat: the extension pg_repack, or a plain VACUUM; where nobody uses the table at that time:\n${waiver('rewrite-blocks-reads', 'the table is not used yet')}`,
      },
    ];
  },
};
