import { readdirSync } from 'node:fs';
import path from 'node:path';
import Knex from 'knex';
import type { Knex as KnexType } from 'knex';
import type { Client } from 'pg';
import { checkParity } from '../../src/parity/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import type { Change, ChangeTable } from './changes/change.ts';
import { buildSchema, findings, loadSchema } from './corpus.ts';
import type { CorpusSchema } from './corpus.ts';

const FOLDER = path.join(__dirname, 'changes');

/** Every table of every file, but for the changes that are nobody's business. */
const TABLES = readdirSync(FOLDER)
  .filter((file) => file !== 'change.ts')
  .sort()
  // Before the tests run, so that each change is one.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  .flatMap((file) => Object.entries(require(path.join(FOLDER, file)) as Record<string, ChangeTable>))
  .map(([name, { schema, changes }]) => ({
    name,
    schema,
    changes: changes.filter(({ expect }) => expect.length > 0),
  }))
  .filter(({ changes }) => changes.length > 0);

/** A migration as the function that it would be the body of. */
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  parameter: string,
  body: string,
) => (knex: KnexType) => Promise<void>;

describe.each(TABLES)('$name', ({ schema, changes }) => {
  let database: TestDatabase;
  let knex: KnexType;
  let migration: KnexType.Transaction;
  let client: Client;
  let one: CorpusSchema;
  let version: number;

  beforeAll(async () => {
    one = await loadSchema(schema);
    database = await createTestDatabase({ migrate: false });
    knex = Knex({ client: 'pg', connection: database.url, pool: { min: 0, max: 1 } });
    migration = await knex.transaction();
    client = (await (migration.client as KnexType.Client).acquireConnection()) as Client;
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    );
    version = rows[0]?.version ?? 0;
    await buildSchema(client, one);
  });
  afterAll(async () => {
    await migration.rollback();
    await knex.destroy();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(() => client.query('savepoint before_the_change'));
  afterEach(() => client.query('rollback to before_the_change'));

  test.each(changes.map((change) => [title(change), change] as const))('%s', async (_, change) => {
    if (change.since !== undefined && version < change.since) return;
    await client.query(change.change);
    const { differences } = await checkParity({ schema: one.schema, connection: client });
    const body = differences.map(({ fix }) => fix.migration).join('\n');
    if (process.env.SHOW)
      process.stdout.write(
        `--- ${change.change}\n${differences.map((d) => `[${d.code}]\n${d.fix.migration}\n  | ${d.fix.schema}`).join('\n')}\n`,
      );
    try {
      await new AsyncFunction('knex', body)(migration);
    } catch (e) {
      throw new Error(`${(e as Error).message}\n${body}`);
    }
    const mended = await checkParity({ schema: one.schema, connection: client });
    expect([findings(mended), body]).toEqual([[], body]);
  });
});

function title({ change, expect }: Change): string {
  return `${change.replaceAll(/\s+/g, ' ')} → ${expect.join(', ')}`;
}
