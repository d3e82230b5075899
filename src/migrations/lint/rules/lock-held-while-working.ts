import { blockedBy } from '../../probe/blocks.ts';
import type { Rule } from '../rule.ts';
import { changesOf, isAtLeast } from '../seen.ts';

const ROWS = new Set(['insert', 'update', 'delete', 'merge', 'select', 'with', 'copy', 'do', 'call']);

/** Rows that are read or written, or an index that is built, while an earlier statement keeps others out. */
export const lockHeldWhileWorking: Rule = {
  id: 'lock-held-while-working',
  title: 'Slow work while a lock of an earlier statement keeps others out',
  judge: ({ statement, words }) => {
    const { held, scanned, rewritten, built, written } = statement;
    const shut = held.filter(({ kind, mode }) => kind === 'table' && isAtLeast(mode, 'Share'));
    const isOfRows = ROWS.has(words[0] ?? '') && written.some((one) => one.updated + one.deleted > 0);
    // That is a finding by itself.
    const validates = changesOf(statement, 'constraint validated').length > 0;
    const works = [...new Set([...scanned, ...rewritten, ...built])];
    if (shut.length === 0 || validates || (works.length === 0 && !isOfRows)) return [];
    const on = works.length > 0 ? works : written.map(({ relation }) => relation);
    return [
      {
        what: `this works on ${on.join(', ')} while ${shut.map(({ relation }) => relation).join(', ')} is locked by a statement before it`,
        why: shut
          .map(({ relation, mode }) => `${relation}: ${blockedBy(mode)} wait until the migration ends`)
          .join('\n'),
        fix: 'put this statement in a migration of its own, deployed before or after: a lock is held to the end of its transaction, and each migration has one of its own',
      },
    ];
  },
};
