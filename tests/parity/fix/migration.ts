import Knex from 'knex';
import type { Knex as KnexType } from 'knex';
import type { Client } from 'pg';
import type { Difference } from '../../../src/parity/verdict.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';

/** A migration that never ends, in a database of its own: whatever it does is taken back. */
export interface OpenMigration {
  /** What a migration's `up` is given. */
  readonly knex: KnexType.Transaction;
  /** The connection that it runs on, in the same transaction. */
  readonly client: Client;
  readonly version: number;
  close(): Promise<void>;
}

/** Begins a migration in a database of its own. */
export async function openMigration(): Promise<OpenMigration> {
  const database = await createTestDatabase({ migrate: false });
  const knex = Knex({ client: 'pg', connection: database.url, pool: { min: 0, max: 1 } });
  const transaction = await knex.transaction();
  const client = (await (transaction.client as KnexType.Client).acquireConnection()) as Client;
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  return {
    knex: transaction,
    client,
    version: rows[0]?.version ?? 0,
    async close() {
      await transaction.rollback();
      await knex.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Runs fixes as the body of a migration's `up`, as if somebody had pasted them. */
export async function runFixes(
  { knex }: OpenMigration,
  differences: readonly Pick<Difference, 'fix'>[],
): Promise<void> {
  const body = differences.map(({ fix }) => fix.migration).join('\n');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const up = new Function('knex', `return (async () => {\n${body}\n})();`) as (
    knex: KnexType,
  ) => Promise<void>;
  try {
    await up(knex);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${body}`, { cause });
  }
}
