import type { Client } from 'pg';
import { Problem } from '../../problem.ts';
import { makeHistory, tableName } from '../history.ts';
import { Ledger } from '../ledger.ts';
import { makeRecords } from '../records.ts';
import type { LoadedMigration } from '../run-migration.ts';
import { Gate } from './gate.ts';
import { interruptible } from './interruption.ts';
import { awaitKnexLock, setKnexLock } from './knex-lock.ts';
import { withLock } from './locked.ts';
import type { LockedSession, SessionOptions } from './locked.ts';
import { knexThrough } from './one-connection.ts';
import type { MigrationKnex } from './one-connection.ts';
import { countersOf, resetCounters } from './counters.ts';
import { rehearse } from './rehearsal.ts';
import { yielding } from './yielding.ts';

export type { SessionOptions } from './locked.ts';

/** The one session that a deploy or a rollback works on, while it holds the lock. */
export interface MigrationSession extends Omit<LockedSession, 'found' | 'lockWait'> {
  readonly gate: Gate;
  readonly ledger: Ledger;
  /** Whether all that happens is taken back at the end. */
  readonly isRehearsal: boolean;
  /** Runs a migration's function, and whatever looks at it. */
  readonly around: (
    session: Pick<MigrationSession, 'client' | 'gate' | 'isRehearsal'>,
    loaded: LoadedMigration,
    run: () => Promise<void>,
  ) => Promise<void>;
  /** Knex on this session; loaded when there is something to run. */
  knex(): Promise<MigrationKnex>;
  /** Runs `use` while a stock Knex is told that somebody migrates. */
  whileKnexKnows<Result>(use: () => Promise<Result>): Promise<Result>;
}

/** Runs `use` on one session that holds the lock: nobody else migrates meanwhile, however this one ends. */
export async function withMigrationSession<Result>(
  options: SessionOptions,
  use: (session: MigrationSession) => Promise<Result>,
): Promise<Result> {
  return await withLock(options, async (locked) => {
    const { client, table, lockWait, signal, notice } = locked;
    const ledger = await records(client, locked);
    await awaitKnexLock(client, table, {
      seconds: lockWait,
      mayFree: true,
      signal,
      onNotice: notice,
    });
    const gate = new Gate(client, { signal });
    return await inSession(
      locked,
      { client, gate, ledger, isRehearsal: false, around: async (_session, _loaded, run) => run() },
      use,
    );
  });
}

/**
 * The same in one transaction that is taken back. It gives way as soon as somebody has waited for it longer than a
 * statement of a deploy may make others wait.
 */
export async function withRehearsal<Result>(
  { around, ...options }: SessionOptions & Pick<MigrationSession, 'around'>,
  use: (session: MigrationSession) => Promise<Result>,
): Promise<Result> {
  return await withLock(options, async (locked) => {
    const { client, connection, table, lockWait, notice, found } = locked;
    if (found.hasLock) {
      const { signal } = locked;
      await awaitKnexLock(client, table, {
        seconds: lockWait,
        mayFree: false,
        signal,
        onNotice: notice,
      });
    }
    const counters = await countersOf(client, table);
    return await yielding({ client, connection, signal: locked.signal }, async (signal) => {
      const rehearsal = await rehearse(client);
      try {
        const ledger = await records(rehearsal.client, locked);
        const gate = new Gate(client, { signal, query: rehearsal.execute });
        return await inSession(
          { ...locked, signal },
          { client: rehearsal.client, gate, ledger, isRehearsal: true, around },
          use,
        );
      } catch (error) {
        // Whatever broke when it gave way, that it did is the reason.
        throw signal.reason instanceof Problem ? signal.reason : error;
      } finally {
        if (locked.isAlive()) {
          await client.query('rollback');
          await locked.restore();
          await resetCounters(client, counters);
        }
      }
    });
  });
}

/** The records of a history, made where they are not there. */
async function records(client: Client, { table, found }: LockedSession): Promise<Ledger> {
  const history = tableName(table);
  if (!found.isThere || !found.hasLock) await makeHistory(client, table);
  if (!found.hasRecords) await makeRecords(client);
  const ledger = new Ledger(client, history);
  await ledger.reconcile(history);
  return ledger;
}

async function inSession<Result>(
  { found: _found, lockWait: _lockWait, ...locked }: LockedSession,
  parts: Pick<MigrationSession, 'gate' | 'ledger' | 'isRehearsal' | 'around'> & { readonly client: Client },
  use: (session: MigrationSession) => Promise<Result>,
): Promise<Result> {
  const { config, connection, table, signal } = locked;
  const { client, gate } = parts;
  let made: Promise<MigrationKnex> | undefined;
  const session: MigrationSession = {
    ...locked,
    ...parts,
    knex: async () => await (made ??= knexThrough(gate, config)),
    whileKnexKnows: async (run) => {
      await setKnexLock(client, table, true);
      try {
        return await run();
      } finally {
        // Before the deploy's end is recorded: of one that died it is known that the flag was its own.
        if (locked.isAlive()) await setKnexLock(client, table, false);
      }
    },
  };
  return await interruptible(
    locked.client,
    { connection, signal, isAtWork: () => gate.isExecuting },
    async () => use(session),
  );
}
