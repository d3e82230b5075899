import { Client } from 'pg';
import { customType, pgTable } from 'drizzle-orm/pg-core';
import { checkParity } from '../../src/parity/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { findings } from './corpus.ts';

const as = (dataType: string) => customType<{ data: string }>({ dataType: () => dataType });

const words = pgTable('words', {
  plain: as('text collate "C"')(),
  usual: as('text')(),
  counted: as('integer generated always as (1 + 1) stored')(),
  given: as('integer default 5 not null')(),
});

const COLUMNS = {
  plain: 'text collate "C"',
  usual: 'text',
  counted: 'integer generated always as (1 + 1) stored',
  given: 'integer default 5 not null',
};

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

test.each<[Partial<typeof COLUMNS>, readonly string[]]>([
  [{}, []],
  [{ plain: 'text collate pg_catalog."C"' }, []],
  [{ plain: 'text collate "POSIX"' }, ['column/collation public.words.plain']],
  [{ plain: 'text' }, ['column/collation public.words.plain']],
  [{ usual: 'text collate "C"' }, ['column/collation public.words.usual']],
  [{ counted: 'integer generated always as (1 + 2) stored' }, ['column/generation public.words.counted']],
  [{ counted: 'integer' }, ['column/generated public.words.counted']],
  [{ given: 'integer default 6 not null' }, ['column/default public.words.given']],
  [{ given: 'integer default 5' }, ['column/nullable public.words.given']],
])('what stands behind a type is compared: %j', async (changed, expected) => {
  const columns = Object.entries({ ...COLUMNS, ...changed }).map(([name, text]) => `${name} ${text}`);
  await client.query(`create table words (${columns.join(', ')})`);
  expect(findings(await checkParity({ schema: { words }, connection: client }))).toEqual(expected);
});
