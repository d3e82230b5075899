import { Client } from 'pg';
import { readDependencies } from '../../../src/catalog/dependencies.ts';
import type { Dependency } from '../../../src/catalog/dependencies.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { readCatalog } from '../../../src/catalog/read.ts';
import { inSnapshot, withSession } from '../../../src/catalog/session.ts';
import { compareDatabases } from '../../../src/parity/databases/compare.ts';
import { renderDatabase } from '../../../src/parity/render/database.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { run } from './facts.ts';

/** All that is read of a database to make it again. */
export interface Whole {
  readonly objects: readonly CatalogObject[];
  readonly dependencies: readonly Dependency[];
  readonly version: number;
}

/** Reads it. */
export async function wholeOf(client: Client): Promise<Whole> {
  return await withSession(client, async (session) => {
    return await inSnapshot(session, async () => {
      const { version } = session;
      const objects = await readCatalog(session.client, { version, beyond: true });
      return { objects, dependencies: await readDependencies(session.client, { version }), version };
    });
  });
}

/** What differs between a database and one that is made from its facts, a line each; none where they agree. */
export async function differencesOfCopy(original: Client): Promise<readonly string[]> {
  const { objects, dependencies } = await wholeOf(original);
  const copy = await createTestDatabase({ migrate: false });
  const client = new Client(copy.url);
  await client.connect();
  try {
    await run(client, renderDatabase(objects, dependencies));
    // Roles are the server's: the copy finds them there.
    const { differences, undecided } = await compareDatabases({
      expected: original,
      actual: client,
      ignore: [{ kind: 'role' }],
    });
    return [
      ...differences.map(
        ({ code, object, expected, actual }) =>
          `${code} ${object}: ${JSON.stringify(expected)} became ${JSON.stringify(actual)}`,
      ),
      ...undecided.map(({ code, object }) => `undecided ${code} ${object}`),
    ];
  } finally {
    await client.end();
    await copy.drop();
  }
}
