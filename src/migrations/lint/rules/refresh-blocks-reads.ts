import { migrations, sql } from '../code.ts';
import type { Rule } from '../rule.ts';
import { inForce } from '../seen.ts';

/** A materialized view that is filled again while nobody can read it. */
export const refreshBlocksReads: Rule = {
  id: 'refresh-blocks-reads',
  title: 'A materialized view that is filled while nobody can read it',
  judge: ({ statement, words }) => {
    const views = inForce(statement).filter(
      ({ kind, mode, relation }) =>
        kind === 'materialized view' && mode === 'AccessExclusive' && statement.rewritten.includes(relation),
    );
    if (words[0] !== 'refresh' || words.includes('no')) return [];
    return views.map(({ relation }) => ({
      what: `${relation} is filled again under a lock`,
      why: 'nobody reads it until its query is done',
      fix: migrations([
        {
          title: 'filled while others read; it needs a unique index on columns for that',
          up: [sql(`refresh materialized view concurrently ${relation}`)],
        },
      ]),
    }));
  },
};
