import type { Knex } from 'knex';
import { withClient } from '../postgres/client.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { Gate } from './session/gate.ts';
import { knexThrough } from './session/one-connection.ts';
import type { MigrationKnex } from './session/one-connection.ts';
import { setUp } from './session/settings.ts';
import { unfinished } from './session/unfinished.ts';

/** A seed that is loaded. */
export interface LoadedSeed {
  readonly file: string;
  readonly seed: Knex.Seed['seed'];
}

/**
 * Runs seeds in one transaction, with the care that migrations get: what a seed did not wait for, and an error that it
 * swallowed, would end in rows that are not there and a run that says that they are.
 */
export async function inSeedTransaction(
  { config, connection }: { readonly config: Knex.Config; readonly connection: ConnectionSettings },
  seeds: readonly LoadedSeed[],
  around: (file: string, run: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await withClient(connection, async (client) => {
    await setUp(client, { config, lockTimeout: undefined });
    const gate = new Gate(client, { signal: new AbortController().signal });
    const builders = await knexThrough(gate, config);
    const done = (await builders.knex.transaction(async (transaction) => {
      gate.begin();
      for (const { file, seed } of seeds) {
        await around(file, async () => {
          builders.begin();
          await seed(transaction);
          await refuseUnfinished(file, gate, builders);
          if (gate.hasEnded) throw ended(file);
          if (gate.hasFailed) throw swallowed(file);
        });
      }
      return true;
    })) as true | undefined;
    // Knex takes a rejection without a reason, and a call of rollback(), for something that was wanted.
    if (done === undefined) throw new Error('the transaction was taken back without a reason');
  });
}

async function refuseUnfinished(file: string, gate: Gate, builders: MigrationKnex): Promise<void> {
  const left = await unfinished(gate, builders);
  if (left === undefined) return;
  throw new Problem({
    code: 'seeds/forgotten-await',
    what: `${shownPath(file)} returned before its work was done: ${left}`,
    why: 'rows that nobody waits for may come after the transaction, or not at all; no seed has left anything',
    fix: 'put await before every statement of the seed',
  });
}

function swallowed(file: string): Problem {
  return new Problem({
    code: 'seeds/swallowed-error',
    what: `${shownPath(file)} caught an error of the database and went on`,
    why: 'Postgres undoes the whole transaction after an error, so that no seed has left anything',
    fix: 'let the error through, or put what may fail in a savepoint: await knex.transaction(async (inner) => …)',
  });
}

function ended(file: string): Problem {
  return new Problem({
    code: 'seeds/own-transaction',
    what: `${shownPath(file)} ended the transaction that all seeds run in`,
    why: 'what was done until then is there, and would stay if a later seed failed',
    fix: 'take COMMIT and ROLLBACK out of it',
  });
}
