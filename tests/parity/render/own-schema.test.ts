import { Client } from 'pg';
import * as schema from '../../../src/lib/db/schema/index.ts';
import { readDeclared } from '../../../src/parity/declared/read.ts';
import { renderSchema } from '../../../src/parity/render/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { catalogue, declarable } from '../../schema/catalogue.ts';
import { run } from './facts.ts';

// An observer of its own compares: it reads neither the schema nor the facts as the renderer does.
let migrated: Awaited<ReturnType<typeof createTestDatabase>>;
let built: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let builder: Client;

beforeAll(async () => {
  migrated = await createTestDatabase();
  built = await createTestDatabase({ migrate: false });
  client = new Client(migrated.url);
  builder = new Client(built.url);
  await client.connect();
  await builder.connect();
}, 120_000);

afterAll(async () => {
  await client.end();
  await builder.end();
  await built[Symbol.asyncDispose]();
  await migrated[Symbol.asyncDispose]();
});

test('the schema of this project makes what its migrations make', async () => {
  const { rows } = await client.query<{ source: string }>(
    `select pg_get_functiondef('auth.new_id()'::regprocedure) as source`,
  );
  const [namespace, ...statements] = renderSchema(readDeclared({ schema }).objects);
  expect(namespace).toBe('CREATE SCHEMA "auth"');
  await run(builder, [namespace ?? '']);
  // Defaults call it, and Drizzle cannot declare a function.
  for (const { source } of rows) await builder.query(source);
  await run(builder, statements);

  const lines = declarable(await catalogue(builder));
  expect(lines.length).toBeGreaterThan(100);
  expect(declarable(await catalogue(client))).toEqual(lines);
});
