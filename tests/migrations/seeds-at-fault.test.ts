// What goes wrong with seeds: rows that stay, orders that surprise, production.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { seed, writeDatabaseEnvironment } from '../../src/migrations/index.ts';
import type { SeedMode } from '../../src/migrations/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

interface Field extends AsyncDisposable {
  readonly client: Client;
  sow(mode?: SeedMode): Promise<readonly string[]>;
  rows(): Promise<readonly string[]>;
}

/** A table, and seeds for it: the body of each function by its file's name. */
async function field(seeds: Readonly<Record<string, string>>, mode: SeedMode = 'dev'): Promise<Field> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-seeds-'));
  mkdirSync(path.join(folder, mode));
  for (const [name, body] of Object.entries(seeds)) {
    writeFileSync(path.join(folder, mode, `${name}.js`), `exports.seed = async (knex) => { ${body} };`);
  }
  const database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  await client.query('create table fields (id serial, name text primary key)');
  const config = { client: 'pg', seeds: { directory: folder } };
  return {
    client,
    sow: async (as = mode) =>
      (await seed({ config, connection: database.settings, mode: as })).map(({ name }) => name),
    rows: async () =>
      (await client.query<{ name: string }>('select name from fields order by id')).rows.map(
        ({ name }) => name,
      ),
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

const ROW = (name: string): string => `await knex('fields').insert({ name: '${name}' });`;

test('one that fails half way leaves nothing, of itself or of those before it', async () => {
  await using here = await field({ '1_rye': ROW('rye'), '2_oats': `${ROW('oats')} ${ROW('oats')}` });
  await expect(here.sow()).rejects.toMatchObject({
    code: 'seeds/failed',
    what: expect.stringMatching(/2_oats\.js failed: .*duplicate key/s) as string,
  });
  expect(await here.rows()).toEqual([]);
});

test('they run in the order of their numbers, not of their letters', async () => {
  await using here = await field({ '10_c': ROW('c'), '2_b': ROW('b'), '1_a': ROW('a') });
  expect(await here.sow()).toEqual(['1_a', '2_b', '10_c']);
  expect(await here.rows()).toEqual(['a', 'b', 'c']);
});

test('an error that a seed swallows is no success', async () => {
  await using here = await field({
    '1_rye': ROW('rye'),
    '2_oats': `${ROW('oats')} try { await knex.raw('select 1/0'); } catch {}`,
  });
  await expect(here.sow()).rejects.toMatchObject({
    code: 'seeds/swallowed-error',
    what: expect.stringContaining('2_oats.js') as string,
  });
  expect(await here.rows()).toEqual([]);
});

test('a row that nothing waits for is no success either', async () => {
  await using here = await field({
    '1_rye': `knex('fields').insert({ name: 'rye' }).then(() => undefined);`,
  });
  await expect(here.sow()).rejects.toMatchObject({ code: 'seeds/forgotten-await' });
  expect(await here.rows()).toEqual([]);
});

test('a seed that ends the transaction is told', async () => {
  await using here = await field({
    '1_rye': `${ROW('rye')} await knex.raw('commit');`,
    '2_oats': ROW('oats'),
  });
  await expect(here.sow()).rejects.toMatchObject({ code: 'seeds/own-transaction' });
});

test('run twice, one that inserts without a thought leaves what was there', async () => {
  await using here = await field({
    '1_rye': `await knex('fields').insert({ name: 'rye' }).onConflict('name').ignore();`,
    '2_oats': ROW('oats'),
  });
  await here.sow();
  await expect(here.sow()).rejects.toMatchObject({
    code: 'seeds/failed',
    fix: expect.stringContaining('on conflict do nothing') as string,
  });
  expect(await here.rows()).toEqual(['rye', 'oats']);
});

test.each(['dev', 'test'] as const)('a database of production refuses those of the mode %s', async (mode) => {
  await using here = await field({ '1_rye': ROW('rye') }, mode);
  await writeDatabaseEnvironment(here.client, 'production');
  await expect(here.sow()).rejects.toMatchObject({ code: 'seeds/production' });
  expect(await here.rows()).toEqual([]);
});

test('those of the mode prod run there', async () => {
  await using here = await field({ '1_rye': ROW('rye') }, 'prod');
  await writeDatabaseEnvironment(here.client, 'production');
  expect(await here.sow()).toEqual(['1_rye']);
});

test.each(['throw undefined;', 'return Promise.reject();', 'await knex.rollback();'])(
  'one that ends with %s has not been run',
  async (end) => {
    await using here = await field({ '1_rye': `${ROW('rye')} ${end}` });
    await expect(here.sow()).rejects.toMatchObject({ code: 'seeds/failed' });
    expect(await here.rows()).toEqual([]);
  },
);

test('one that does not load stops them all', async () => {
  await using here = await field({ '1_rye': ROW('rye'), '2_oats': 'this is no JavaScript' });
  await expect(here.sow()).rejects.toMatchObject({ code: 'seeds/does-not-load' });
  expect(await here.rows()).toEqual([]);
});
