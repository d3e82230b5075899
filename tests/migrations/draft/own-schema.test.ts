import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import * as schema from '../../../src/lib/db/schema/index.ts';
import { changedFactInWords, draftMigration, migrate, rollback } from '../../../src/migrations/index.ts';
import { readFacts, reallyChangedFacts } from '../../../src/migrations/facts.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';

const HISTORY = { schema: 'public', name: 'knex_migrations' };

/** The namespace, with the function that makes identifiers, and who may work with the tables that come. */
const FIRST = ['20260101000000_create_auth_namespace.ts', '20260101001400_create_app_role.ts'];
const OURS = path.join(__dirname, '..', '..', '..', 'knex', 'migrations');

/** What no schema can declare: our migrations make these by hand. A role may be that of another test. */
const LEFT = new Set(['function', 'trigger', 'role']);

test('our schema drafted from nothing makes what our migrations make, fact by fact, and unmakes it', async () => {
  await using ours = await createTestDatabase();
  await using drafted = await createTestDatabase({ migrate: false });
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-drafted-'));
  try {
    for (const file of FIRST) copyFileSync(path.join(OURS, file), path.join(folder, file));
    const config = { client: 'pg', migrations: { directory: folder, extension: 'ts' } };
    const connection = drafted.settings;
    await migrate({ config, connection });
    const before = await factsOf(drafted);
    const draft = await draftMigration({ schema, connection, config, name: 'all_of_it' });
    expect(draft).toMatchObject({ questions: [], irreversible: [], files: [{ name: 'all_of_it' }] });
    writeFileSync(path.join(folder, '20270101000000_all_of_it.ts'), draft.file);
    await migrate({ config, connection });
    const [wanted, made] = [await factsOf(ours), await factsOf(drafted)];
    expect(made.filter(({ kind }) => kind === 'column').length).toBeGreaterThan(100);
    expect(await differences(drafted, wanted, made)).toEqual([]);
    await rollback({ config, connection });
    expect(await differences(drafted, before, await factsOf(drafted))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function factsOf({ url }: TestDatabase): Promise<readonly CatalogObject[]> {
  return await withClient(url, (client) => readFacts(client, HISTORY));
}

async function differences(
  { url }: TestDatabase,
  before: readonly CatalogObject[],
  after: readonly CatalogObject[],
): Promise<readonly string[]> {
  const changes = await withClient(url, (client) => reallyChangedFacts(client, before, after));
  return changes.filter(({ kind }) => !LEFT.has(kind)).map(changedFactInWords);
}

async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client(url);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
