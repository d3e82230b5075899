// Every other way into the package, with its types.
import { Problem } from 'keelson';
import { loadKnexfile, status } from 'keelson/migrations';
import type { MigrationStatus, SeedMode } from 'keelson/migrations';
import { serverlessDb } from 'keelson/serverless';
import type { ServerlessDb } from 'keelson/serverless';
import { createTestDatabase } from 'keelson/testing';
import type { TestDatabase } from 'keelson/testing';

export async function pending(database: TestDatabase): Promise<readonly string[]> {
  const { config } = await loadKnexfile();
  const found: MigrationStatus = await status({ config, connection: database.settings });
  return found.pending.map(({ name }) => name);
}

export async function isEmpty(): Promise<boolean> {
  const database = await createTestDatabase({ migrate: false });
  try {
    return (await pending(database)).length > 0;
  } catch (error) {
    return error instanceof Problem && error.code.length > 0;
  } finally {
    await database.drop();
  }
}

export async function people(url: string): Promise<readonly string[]> {
  const db: ServerlessDb = serverlessDb({ url });
  const found = await db.query.users.findMany({ columns: { id: true } });
  return found.map(({ id }) => id);
}

export const mode: SeedMode = 'dev';
