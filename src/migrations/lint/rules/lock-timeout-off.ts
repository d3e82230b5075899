import type { Rule } from '../rule.ts';

/** A migration that lets itself wait for a lock for ever. */
export const lockTimeoutOff: Rule = {
  id: 'lock-timeout-off',
  title: 'A migration that waits for locks for ever',
  judge: ({ statement }) =>
    statement.lockTimeout === 0 && /lock_timeout/i.test(`${statement.sql} ${statement.values.join(' ')}`)
      ? [
          {
            what: 'lock_timeout is set to 0',
            why: 'a statement that waits for a lock keeps all others waiting behind it, from then on without an end',
            fix: 'leave it out: a migration that does not get its locks in time is undone and tried again; a longer time for all: npm run db:migrate -- --lock-timeout 5000',
          },
        ]
      : [],
};
