import type { ConnectionSettings, Timeouts } from './settings.ts';

/** What a pool keeps to; times in milliseconds. What is left out is left to pg, or to the server. */
export interface PoolLimits {
  /** The most connections that are open at once. */
  readonly max?: number;
  /** How many stay open once they were, however long nobody needs them. */
  readonly min?: number;
  /** How long a connection beyond those may do nothing before it is closed; 0 never closes it. */
  readonly idleTimeout?: number;
  /** After how long a connection is replaced, so that a new server behind the name is found; 0 never. */
  readonly lifetime?: number;
  /** The server's limit for a statement, whatever the settings say: 0 is none. */
  readonly statementTimeout?: number;
  /** The same for waiting for a lock. */
  readonly lockTimeout?: number;
  /** The same for a transaction that does nothing. */
  readonly idleInTransactionTimeout?: number;
  /** How long a server may be silent while it is asked, before its connection is given up; 0 waits for ever. */
  readonly answerTimeout?: number;
}

/** What a service needs so that one slow, stuck or dead thing does not stop all of it. */
export const SERVICE_LIMITS = {
  max: 10,
  min: 0,
  idleTimeout: 10_000,
  lifetime: 30 * 60_000,
} as const satisfies PoolLimits;

/** The same for what the server limits. */
export const SERVICE_TIMEOUTS = {
  statement: 30_000,
  lock: 10_000,
  idleInTransaction: 60_000,
} as const satisfies Partial<Timeouts>;

/** The server ends a statement at its limit, and says so: whoever waits gives it this much longer. */
const GRACE = 5_000;

/** The timeouts that sessions begin with: as the pool was told, else as the settings say, else as a service needs them. */
export function timeoutsWith(
  limits: PoolLimits,
  { timeouts }: ConnectionSettings,
  fallback: Partial<Timeouts>,
): Timeouts {
  return {
    connect: timeouts.connect,
    statement: limits.statementTimeout ?? timeouts.statement ?? fallback.statement,
    lock: limits.lockTimeout ?? timeouts.lock ?? fallback.lock,
    idleInTransaction:
      limits.idleInTransactionTimeout ?? timeouts.idleInTransaction ?? fallback.idleInTransaction,
  };
}

/** How long a connection may be silent while it is asked. Where nothing limits a statement, nothing limits the waiting. */
export function silenceOf({ answerTimeout }: PoolLimits, { statement = 0 }: Timeouts): number {
  return answerTimeout ?? (statement === 0 ? 0 : statement + GRACE);
}

/** A tenth more or less, so that what was opened at once is not closed at once. */
export function aboutSeconds(milliseconds: number): number {
  return (milliseconds / 1000) * (0.9 + Math.random() / 5);
}
