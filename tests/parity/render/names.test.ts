import { Client } from 'pg';
import { type CatalogObject, identityKey } from '../../../src/catalog/object.ts';
import { renderObjects } from '../../../src/parity/render/index.ts';
import { quoteIdentifier, quoteLiteral } from '../../../src/postgres/identifier.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { everything, run } from './facts.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
}, 120_000);

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

test.each([
  'plain',
  'select',
  'Upper Case',
  'say "no"',
  "it's",
  'a.b',
  'back\\slash',
  '-- comment',
  '/* comment',
  '; drop table t; --',
  '$1',
  '$$',
  '%I %s',
  'ünïcödé 表',
  'x'.repeat(63),
  'é'.repeat(31),
])('everything can be called %s', async (name) => {
  const objects = called(name);
  await run(client, renderObjects(objects));
  const found = await everything(client);
  expect(found.map(identityKey)).toEqual(expect.arrayContaining(objects.map(identityKey)));

  const column = found.find(({ kind, parent }) => kind === 'column' && parent === name);
  expect(column?.facts).toMatchObject({ default: `'${name.replaceAll("'", "''")}'::text` });
  const key = found.find(({ kind }) => kind === 'foreign key');
  expect(key?.facts).toMatchObject({ references: [name, name], triggersEnabled: false });
  const type = found.find(({ kind }) => kind === 'enum');
  expect(type?.facts).toMatchObject({ values: [name], comment: name });
});

/** One object of each kind, all of one name as far as Postgres lets them. */
function called(name: string): readonly CatalogObject[] {
  const quoted = quoteIdentifier(name);
  // What shares a namespace with the table needs another name, which is as long and as odd.
  const other = (last: string): string => `${name.slice(0, -1)}${last}`;
  const one = (
    kind: string,
    own: string,
    facts: CatalogObject['facts'],
    parent: string | null = null,
  ): CatalogObject => ({ kind, schema: kind === 'schema' ? null : name, parent, name: own, facts });
  return [
    one('schema', name, { comment: name }),
    one('enum', other('A'), { values: [name], comment: name }),
    one('sequence', other('B'), {}),
    one('table', name, { rls: true }),
    one('column', name, { type: 'text', nullable: false, default: quoteLiteral(name) }, name),
    one('primary key', other('C'), { columns: [name] }, name),
    one('unique', other('D'), { columns: [name] }, name),
    one('check', other('E'), { expression: `${quoted} <> 'x'` }, name),
    one(
      'foreign key',
      other('F'),
      { columns: [name], references: [name, name], referencedColumns: [name], triggersEnabled: false },
      name,
    ),
    one('index', other('G'), { columns: [name], with: ['fillfactor=70'], comment: name }, name),
    one('view', other('H'), { definition: `select ${quoted} from ${quoted}.${quoted}` }),
    one('materialized view', other('I'), { definition: `select ${quoted} from ${quoted}.${quoted}` }),
    one('policy', name, { roles: ['public'], using: `${quoted} = ${quoteLiteral(name)}` }, name),
  ];
}
