import { integer, pgTable } from 'drizzle-orm/pg-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withClient } from '../../src/postgres/client.ts';
import { createTestDatabase, expectParity } from '../../src/testing/index.ts';

const schema = { boats: pgTable('boats', { sailArea: integer() }) };

test('a database that something else migrated is given as connection, with the casing of the client', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await withClient(database.settings, async (client) => {
    await client.query('create table boats (sail_area integer)');
  });
  const connection = database.url;
  expect(await expectParity({ schema, connection, casing: 'snake_case' })).toMatchObject({ agrees: true });
  await expect(expectParity({ schema, connection })).rejects.toThrow(/public\.boats\.sailArea/);
});

describe('what goes wrong is said in the words of its options', () => {
  const here = process.cwd();
  const empty = mkdtempSync(path.join(tmpdir(), 'keelson-no-knexfile-'));
  afterAll(() => {
    process.chdir(here);
    rmSync(empty, { recursive: true });
  });

  test('no knexfile', async () => {
    process.chdir(empty);
    await expect(expectParity({ schema })).rejects.toMatchObject({
      code: 'migrations/no-knexfile',
      fix: expect.stringMatching(/knexfile: .*expectParity\(\{ schema, connection \}\)/) as string,
    });
    await expect(expectParity({ schema, knexfile: 'lost.ts' })).rejects.toMatchObject({
      code: 'migrations/no-knexfile',
      fix: expect.not.stringContaining('--knexfile') as string,
    });
    process.chdir(here);
  });

  test.each([
    ['no server', (url: URL) => Object.assign(url, { port: '1' }), 'connection/refused'],
    ['no such database', (url: URL) => Object.assign(url, { pathname: '/nope' }), 'connection/no-database'],
  ])('%s', async (_, change, code) => {
    await using database = await createTestDatabase({ migrate: false });
    const connection = change(new URL(database.url)).href;
    await expect(expectParity({ schema, connection })).rejects.toMatchObject({
      code,
      fix: expect.stringMatching(/^(?!.*(?:DATABASE_URL|db:)).* in connection$/) as string,
    });
  });
});
