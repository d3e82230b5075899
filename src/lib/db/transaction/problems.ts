import { Problem } from '../../../problem.ts';

/** An option that cannot be, and what it may be. */
export function wrongOption(name: string, value: unknown, may: string, fix?: string): Problem {
  return new Problem({
    code: 'query/transaction-option',
    what: `withTransaction cannot have ${name}: ${JSON.stringify(value)}`,
    why: `${name} is ${may}`,
    fix: fix ?? `give ${name} one of these`,
  });
}

/** `on` is nothing that a transaction can begin on. */
export function noPlace(): Problem {
  return new Problem({
    code: 'query/transaction-place',
    what: 'withTransaction was given something else than a client or a transaction as `on`',
    why: 'it needs a pool, from which it has a connection to itself, or a transaction, in which it is a savepoint',
    fix: 'give it what createDb gives, or the handle of a transaction',
  });
}

/** A transaction that Drizzle began does not say which client it belongs to. */
export function ambientInDrizzles(): Problem {
  const may =
    'left out in a transaction that db.transaction began: nothing tells for which client it would be current';
  return wrongOption('ambient', true, may, 'begin the outermost with withTransaction');
}

/** The handle outlived its transaction. */
export function ended(): Problem {
  return new Problem({
    code: 'query/transaction-ended',
    what: 'a query was sent through a transaction that has ended',
    why: 'its connection is another caller’s by now, so that it was not run',
    fix: 'await every query in the function that withTransaction is given; what is to run later takes db, and withoutTransaction where the transaction is ambient',
  });
}

/** Something runs in a savepoint of it. */
export function nestedOpen(): Problem {
  return new Problem({
    code: 'query/transaction-nested',
    what: 'a transaction was used while one that is nested in it had not ended',
    why: 'both are one connection: what the outer one does meanwhile would be rolled back with the inner one',
    fix: 'use the inner one’s own handle in it, and await one nested transaction before the next',
  });
}

/** Its function returned, and did not wait for all that it had begun. */
export function unfinished(): Problem {
  return new Problem({
    code: 'query/transaction-unfinished',
    what: 'the function of a transaction returned while a query of it was still running, and was rolled back',
    why: 'an await is missing: whatever comes after that query would be left out of the transaction',
    fix: 'await every query, or return its promise',
  });
}

/** A query failed, its error was caught, and nothing can be committed any more. */
export function aborted(failure: unknown): Problem {
  return new Problem({
    code: 'query/transaction-aborted',
    what: 'a transaction was rolled back, although its function returned: a query in it had failed, and its error was caught',
    why: 'Postgres commits nothing of a transaction in which a statement failed',
    fix: 'let the error leave the function; or run what may fail in a nested withTransaction, whose error may be caught',
    cause: failure,
  });
}

/** A statement of `fn` ended the transaction. */
export function endedInside(): Problem {
  return new Problem({
    code: 'query/transaction-left',
    what: 'the function of a transaction has ended it with a COMMIT or ROLLBACK of its own',
    why: 'what it did after that was in no transaction',
    fix: 'return to commit, and throw to roll back',
  });
}

/** The connection is gone, and the server rolls back what it held. */
export function lost(cause: unknown): Problem {
  return new Problem({
    code: 'query/transaction-lost',
    what: 'the connection was lost in a transaction, before its commit was sent',
    why: 'the server rolls it back: nothing of it is there',
    fix: 'run it again; the cause says what the server or the network said last',
    cause,
  });
}

/** The connection is gone, and the answer of COMMIT with it. */
export function commitUnknown(cause: unknown): Problem {
  return new Problem({
    code: 'query/commit-unknown',
    what: 'the connection was lost while a transaction was committed',
    why: 'all of it is there, or nothing: the answer did not come, so that it was not run again',
    fix: 'look for what it wrote before running it again, or let it write what may be written twice',
    cause,
  });
}

/** Postgres before 17 does not know the setting. */
export function noTimeout(cause: unknown): Problem {
  return new Problem({
    code: 'query/transaction-timeout',
    what: 'this server holds no transaction to a timeout',
    why: 'transaction_timeout is a setting of Postgres 17 and later',
    fix: 'leave out timeout: statement_timeout and idle_in_transaction_session_timeout are there before 17',
    cause,
  });
}
