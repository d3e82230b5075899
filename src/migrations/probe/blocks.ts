import type { LockMode } from './probed.ts';

/** Whom a lock keeps waiting: what others want to do with the relation meanwhile. */
export type Blocked = 'nothing' | 'schema changes' | 'writes' | 'reads and writes';

const BLOCKED: Readonly<Record<LockMode, Blocked>> = {
  AccessShare: 'nothing',
  RowShare: 'nothing',
  RowExclusive: 'nothing',
  ShareUpdateExclusive: 'schema changes',
  Share: 'writes',
  ShareRowExclusive: 'writes',
  Exclusive: 'writes',
  AccessExclusive: 'reads and writes',
};

/**
 * What a lock keeps waiting, for people. Every lock keeps some change of the schema waiting; the weakest three are
 * those of ordinary queries, which is what "nothing" means.
 */
export function blockedBy(mode: LockMode): Blocked {
  return BLOCKED[mode];
}
