import Knex from 'knex';
import { Client } from 'pg';
import { checkParity } from '../../src/parity/index.ts';
import { runFixes as runLines } from '../../tests/parity/fix/migration.ts';

/** Runs the fixes of a verdict in one migration, as if somebody had pasted them; gives its lines. */
export async function runFixes(
  url: string,
  schema: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const { differences } = await checkParity({ schema, connection: url });
  const knex = Knex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  const client = new Client(url);
  try {
    await knex.transaction(async (transaction) => {
      await runLines({ knex: transaction, client, version: 0, close: () => Promise.resolve() }, differences);
    });
  } finally {
    await knex.destroy();
  }
  return differences.map(({ fix }) => fix.migration);
}
