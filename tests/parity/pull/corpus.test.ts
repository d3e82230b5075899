import { Client } from 'pg';
import { checkParity, pullSchema } from '../../../src/parity/index.ts';
import type { PulledFile } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { buildSchema, findings, loadSchema, SCHEMAS } from '../corpus.ts';
import type { CorpusSchema } from '../corpus.ts';
import { compile, evaluate } from './pulled.ts';
import { UNSAID } from './unsaid.ts';

/** Folders with roles and nothing else, of which there is nothing to pull. */
const ROLES_ALONE = ['roles-beyond', 'roles-existing', 'roles-forms'];
/** Indexes that are made concurrently, which no transaction can. */
const OUTSIDE = ['indexes-concurrently'];
const PULLED = SCHEMAS.filter((name) => !name.startsWith('refused-') && !ROLES_ALONE.includes(name));

let database: TestDatabase;
let client: Client;
/** What was pulled, by corpus schema, for the compiler. */
const schemas = new Map<string, readonly PulledFile[]>();

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

describe('what is pulled from a database agrees with it, but for what is said to be left out', () => {
  // Roles are made too, which the whole server shares.
  beforeEach(() => client.query('begin'));
  afterEach(() => client.query('rollback'));

  test.each(PULLED.filter((name) => !OUTSIDE.includes(name)))('%s', async (name) => {
    await pullsAgain(name, client);
  });
});

test.each(OUTSIDE)('%s', async (name) => {
  await using own = await createTestDatabase({ migrate: false });
  const outside = new Client(own.url);
  await outside.connect();
  try {
    await pullsAgain(name, outside);
  } finally {
    await outside.end();
  }
});

test('all that was pulled is TypeScript, as strict as it can be', () => {
  expect([...schemas.keys()].sort()).toEqual(PULLED);
  expect(compile(schemas)).toEqual([]);
});

test('where there is nothing, nothing is pulled', async () => {
  await expect(pullSchema({ connection: client })).rejects.toMatchObject({ code: 'parity/nothing-to-pull' });
  await expect(pullSchema({ connection: client, schemas: ['public', 'other'] })).rejects.toMatchObject({
    code: 'parity/no-such-schema',
    message: expect.stringContaining('the database has no namespace other') as string,
  });
});

async function pullsAgain(name: string, on: Client): Promise<void> {
  const one = await loadSchema(name);
  await buildSchema(on, one);
  const options = { connection: on, ...casingOf(one) };
  const { files, schemas: told, unsaid } = await pullSchema(options);
  schemas.set(name, files);
  expect(unsaid.map(({ what, object }) => `${what}: ${object}`)).toEqual(UNSAID[name] ?? []);
  const verdict = await checkParity({ ...options, schema: evaluate(files), schemas: told });
  expect(findings(verdict)).toEqual([]);
  expect(verdict.agrees).toBe(true);
}

function casingOf({ casing }: CorpusSchema): Pick<CorpusSchema, 'casing'> {
  return casing === undefined ? {} : { casing };
}
