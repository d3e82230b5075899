import type { Client } from 'pg';
import { queryAll } from '../../../src/catalog/batch.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { readCatalog } from '../../../src/catalog/read.ts';
import { inSnapshot, withSession } from '../../../src/catalog/session.ts';

/** Runs statements one by one, each of which is to be one: the protocol refuses a second in the same text. */
export async function run(client: Client, statements: readonly string[]): Promise<void> {
  for (const text of statements) {
    await queryAll(client, [{ text }]).catch((cause: unknown) => {
      throw new Error(`${(cause as Error).message}\n${text}`, { cause });
    });
  }
}

/** All that a database holds, with the roles that the whole server shares. */
export async function everything(client: Client): Promise<readonly CatalogObject[]> {
  return await withSession(client, async (session) => {
    return await inSnapshot(session, async () => {
      return await readCatalog(session.client, { version: session.version, beyond: true });
    });
  });
}
