import knexFactory, { type Knex } from 'knex';
import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import { catalogue } from './catalogue.ts';
import { migrationFiles } from './migration-files.ts';

async function withEmptyDatabase(use: (knex: Knex, client: Client) => Promise<void>): Promise<void> {
  await using database = await createTestDatabase({ migrate: false });
  const knex = knexFactory({ client: 'pg', connection: database.url });
  const client = new Client(database.url);
  await client.connect();
  try {
    await use(knex, client);
  } finally {
    await client.end();
    await knex.destroy();
  }
}

test('each migration reverses itself and can be applied again, and all of them leave nothing behind', async () => {
  await withEmptyDatabase(async (knex, client) => {
    const applied: { name: string; down: (knex: Knex) => Promise<void>; before: string[] }[] = [];
    for (const { name, up, down } of await migrationFiles()) {
      const before = await catalogue(client);
      await knex.transaction(up);
      const after = await catalogue(client);
      await knex.transaction(down);
      const again = await catalogue(client);
      await knex.transaction(up);
      expect({ name, lines: again }).toEqual({ name, lines: before });
      expect({ name, lines: await catalogue(client) }).toEqual({ name, lines: after });
      expect(after.length).toBeGreaterThan(before.length);
      applied.push({ name, down, before });
    }

    for (const { name, down, before } of applied.toReversed()) {
      await knex.transaction(down);
      expect({ name, lines: await catalogue(client) }).toEqual({ name, lines: before });
    }
    expect(await catalogue(client)).toEqual(['schema public']);
  });
}, 120_000);

test('going down stops at what somebody else put into the namespace, and leaves it', async () => {
  await withEmptyDatabase(async (knex, client) => {
    const [namespace] = await migrationFiles();
    if (namespace === undefined) throw new Error('there are no migrations');
    await knex.transaction(namespace.up);
    await client.query('create table auth.somebody_elses (id text)');
    const before = await catalogue(client);
    await expect(knex.transaction(namespace.down)).rejects.toThrow('other objects depend on it');
    expect(await catalogue(client)).toEqual(before);
  });
}, 60_000);

test('every migration is named for its time, and no two share one', async () => {
  const times = (await migrationFiles()).map(({ name }) => /^\d{14}(?=_[a-z_]+$)/.exec(name)?.[0]);
  expect(times).not.toContain(undefined);
  expect(new Set(times).size).toBe(times.length);
});
