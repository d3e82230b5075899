import { Client } from 'pg';
import { type CatalogObject, identityKey } from '../../../src/catalog/object.ts';
import type { DeclaredFact, DeclaredObject } from '../../../src/parity/declared/model.ts';
import { readDeclared } from '../../../src/parity/declared/read.ts';
import { renderSchema } from '../../../src/parity/render/index.ts';
import { plainObject } from '../../../src/parity/render/plain.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { DECLARATIONS } from './declarations.ts';
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

// Roles are made too, which the whole server shares.
beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

test.each(Object.entries(DECLARATIONS))('%s', async (_, { schema, printed = {} }) => {
  const objects = readDeclared({ schema }).objects.filter(({ existing }) => !existing);
  expect(objects).not.toEqual([]);
  await run(client, renderSchema(objects));

  const live = new Map((await everything(client)).map((object) => [identityKey(object), object]));
  for (const object of objects) {
    const found = live.get(identityKey(object));
    expect([identityKey(object), found && comparable(found, object)]).toEqual([
      identityKey(object),
      comparable(plainObject(object), object),
    ]);
  }
  const facts = [...live.values()].flatMap(({ kind, name, facts }) =>
    Object.entries(facts).map(([fact, value]) => [`${kind} ${name} ${fact}`, value] as const),
  );
  expect(Object.fromEntries(facts.filter(([fact]) => fact in printed))).toEqual(printed);
});

test('what is only said to be there is not made', () => {
  const { objects } = readDeclared({ schema: DECLARATIONS['roles and policies']?.schema });
  expect(objects.filter(({ existing }) => existing)).not.toEqual([]);
  expect(renderSchema(objects)).toEqual(renderSchema(objects.filter(({ existing }) => !existing)));
});

/** Those facts that are the same text on both sides: what the schema states, and no SQL. */
function comparable({ facts }: CatalogObject, declared: DeclaredObject): unknown {
  return Object.fromEntries(
    Object.entries(declared.facts)
      .filter(([, value]) => !holdsSql(value))
      // In these lists null means that nothing is stated.
      .filter(([fact]) => fact !== 'opclasses' && fact !== 'defaultOpclasses')
      .map(([fact]) => [fact, facts[fact]]),
  );
}

function holdsSql(value: DeclaredFact): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return (value as readonly DeclaredFact[]).some(holdsSql);
  return 'expression' in value || 'type' in value;
}
