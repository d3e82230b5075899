import { Client } from 'pg';
import { type CatalogObject, identityKey } from '../../../src/catalog/object.ts';
import { DECLARED_KINDS, renderObjects } from '../../../src/parity/render/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { everything, run } from './facts.ts';
import { ELSEWHERE, renderable } from './renderable.ts';

let original: Awaited<ReturnType<typeof createTestDatabase>>;
let again: Awaited<ReturnType<typeof createTestDatabase>>;
let first: readonly CatalogObject[];
let version: number;
let client: Client;

beforeAll(async () => {
  original = await createTestDatabase({ migrate: false });
  again = await createTestDatabase({ migrate: false });
  client = new Client(again.url);
  await client.connect();
  const source = new Client(original.url);
  await source.connect();
  try {
    const { rows } = await source.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    );
    version = rows[0]?.version ?? 0;
    await source.query(ELSEWHERE + renderable(version));
    first = await rendered(source);
    await client.query(ELSEWHERE);
    await run(client, renderObjects(first));
  } finally {
    await source.end();
  }
}, 120_000);

afterAll(async () => {
  await client.end();
  await original[Symbol.asyncDispose]();
  await again[Symbol.asyncDispose]();
});

beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

test('what was read from a database makes one of which the same is read', async () => {
  expect(byKey(await rendered(client))).toEqual(byKey(first));
  // Of every kind there was something to make, or nothing would have been shown.
  const kinds = new Set(first.map(({ kind }) => kind));
  expect([...DECLARED_KINDS].filter((kind) => !kinds.has(kind))).toEqual([
    'role',
    ...(version < 18 ? ['not null constraint'] : []),
  ]);
});

test.each([
  'drop schema shop cascade',
  'drop table shop.things cascade',
  'drop table shop.links cascade',
  'drop table shop.ranges, shop.lists cascade',
  'drop table shop.z_parent cascade',
  'drop type shop.mood cascade',
  'alter table shop.things drop column id cascade',
  'alter table shop.named drop column a, drop column c',
  'alter table shop.odd_keys drop column k cascade, drop column r',
  'alter table shop.circle drop constraint circle_pkey cascade',
  'drop view shop.zz cascade',
  'drop index shop.things_some, shop.mm_id',
  'drop policy own on shop.things',
])('what is gone after "%s" is made again', async (drop) => {
  await client.query(drop);
  const left = byKey(await rendered(client));
  const gone = first.filter((object) => !left.has(identityKey(object)));
  expect(gone).not.toEqual([]);

  await run(client, renderObjects(gone));
  expect(withoutPositions(await rendered(client))).toEqual(withoutPositions(first));
});

test('a fact that is not made would be seen', async () => {
  const [changed, ...others] = [...first].sort((one) => (one.name === 'links_late' ? -1 : 1));
  if (changed === undefined) throw new Error('nothing was read');
  await client.query('drop schema shop, "Shop ""two"" é.x" cascade');
  await run(client, renderObjects([{ ...changed, facts: { ...changed.facts, validated: true } }, ...others]));
  expect(byKey(await rendered(client))).not.toEqual(byKey(first));
});

/** What is made from facts, but for roles: the whole server shares them. */
async function rendered(from: Client): Promise<readonly CatalogObject[]> {
  return (await everything(from)).filter(({ kind, name }) => {
    return DECLARED_KINDS.has(kind) && kind !== 'role' && name !== 'elsewhere';
  });
}

function byKey(objects: readonly CatalogObject[]): ReadonlyMap<string, CatalogObject> {
  return new Map(objects.map((object) => [identityKey(object), object]));
}

/** A column that comes back is the last one. */
function withoutPositions(objects: readonly CatalogObject[]): ReadonlyMap<string, CatalogObject> {
  return byKey(objects.map((object) => ({ ...object, facts: { ...object.facts, position: null } })));
}
