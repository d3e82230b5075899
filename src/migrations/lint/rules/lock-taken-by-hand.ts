import { blockedBy } from '../../probe/blocks.ts';
import type { Rule } from '../rule.ts';
import { isAtLeast } from '../seen.ts';

/** LOCK TABLE, which is held to the end of the migration. */
export const lockTakenByHand: Rule = {
  id: 'lock-taken-by-hand',
  title: 'LOCK TABLE in a migration',
  judge: ({ statement, words }) =>
    words[0] !== 'lock'
      ? []
      : statement.locks
          .filter(({ mode }) => isAtLeast(mode, 'Share'))
          .map(({ relation, mode }) => ({
            what: `${relation} is locked by hand (${mode})`,
            why: `${blockedBy(mode)} of others wait until the migration ends`,
            fix: 'leave it out: each statement takes the lock that it needs, and the transaction sees to the rest; rows alone: select … for update',
          })),
};
