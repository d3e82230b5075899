import { readdir } from 'node:fs/promises';
import path from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { createTestDatabase } from '../../src/testing/index.ts';
import { tables } from './declared.ts';

type Mode = 'dev' | 'test' | 'prod';
type Rows = Record<string, unknown[]>;

async function withDatabase(use: (knex: Knex) => Promise<void>): Promise<void> {
  await using database = await createTestDatabase();
  const knex = knexFactory({ client: 'pg', connection: database.url });
  try {
    await use(knex);
  } finally {
    await knex.destroy();
  }
}

async function seed(knex: Knex, mode: Mode): Promise<void> {
  const directory = path.resolve(__dirname, '../../knex/seeds', mode);
  const files = (await readdir(directory)).sort();
  await knex.transaction(async (transaction) => {
    for (const file of files) {
      const module = (await import(path.join(directory, file))) as { seed(knex: Knex): Promise<void> };
      await module.seed(transaction);
    }
  });
}

async function rowsOf(knex: Knex): Promise<Rows> {
  const rows: Rows = {};
  for (const name of tables.map((table) => getTableConfig(table).name)) {
    const found = await knex(`auth.${name}`).select<{ row: unknown }[]>(
      knex.raw('to_jsonb(??) as row', [name]),
    );
    rows[name] = found
      .map(({ row }) => row)
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return rows;
}

function counts(rows: Rows): Record<string, number> {
  return Object.fromEntries(
    Object.entries(rows)
      .map(([name, all]) => [name, all.length] as const)
      .filter(([, count]) => count > 0),
  );
}

test.each<[Mode, Record<string, number>]>([
  [
    'dev',
    {
      accounts: 5,
      feedback: 4,
      invitations: 4,
      members: 6,
      organization_roles: 1,
      organizations: 2,
      sessions: 5,
      team_members: 4,
      teams: 2,
      users: 6,
      verification_tokens: 1,
      verifications: 1,
    },
  ],
  ['test', { members: 1, organizations: 1, users: 1 }],
  ['prod', {}],
])(
  '%s: twice gives the rows that once gives',
  async (mode, expected) => {
    await withDatabase(async (knex) => {
      await seed(knex, mode);
      const once = await rowsOf(knex);
      expect(counts(once)).toEqual(expected);
      await seed(knex, mode);
      expect(await rowsOf(knex)).toEqual(once);
    });
  },
  60_000,
);

test('dev and test go together in one database', async () => {
  await withDatabase(async (knex) => {
    await seed(knex, 'dev');
    await seed(knex, 'test');
    expect(counts(await rowsOf(knex))).toMatchObject({ users: 7, organizations: 3, members: 7 });
  });
}, 60_000);

test('dev leaves alone what somebody has changed since', async () => {
  await withDatabase(async (knex) => {
    await seed(knex, 'dev');
    await knex('auth.users')
      .where({ id: 'dev-ada' })
      .update({ name: 'Ada of the harbour', email: 'me@example.test' });
    await knex('auth.members').where({ id: 'dev-tidewater-emil' }).update({ role: 'admin' });
    const edited = await rowsOf(knex);
    await seed(knex, 'dev');
    expect(await rowsOf(knex)).toEqual(edited);
  });
}, 60_000);

test('dev works around an address and a slug that somebody has taken', async () => {
  await withDatabase(async (knex) => {
    await knex('auth.users').insert({ id: 'mine', email: 'Ada@example.test' });
    await knex('auth.organizations').insert({ id: 'ours', name: 'Ours', slug: 'tidewater' });
    await seed(knex, 'dev');
    expect(counts(await rowsOf(knex))).toEqual({
      accounts: 3,
      feedback: 3,
      invitations: 2,
      members: 1,
      organizations: 2,
      sessions: 3,
      users: 6,
      verification_tokens: 1,
      verifications: 1,
    });
  });
}, 60_000);

test.each<Mode>(['dev', 'test'])(
  'prod refuses a database that holds the people of %s',
  async (mode) => {
    await withDatabase(async (knex) => {
      await seed(knex, mode);
      await expect(seed(knex, 'prod')).rejects.toThrow(/people of the dev or test seeds.*@example\.test/);
    });
  },
  60_000,
);
