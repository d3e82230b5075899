import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { address } from '../../src/catalog/object.ts';
import type { CatalogObject } from '../../src/catalog/object.ts';
import { readCatalog } from '../../src/catalog/read.ts';
import { inSnapshot, withSession } from '../../src/catalog/session.ts';
import { DECLARED_KINDS } from '../../src/parity/declared/model.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { COLUMNS } from './every-kind/columns.ts';
import { NEWER } from './every-kind/newer.ts';
import { OBJECTS } from './every-kind/objects.ts';
import { PARTS } from './every-kind/parts.ts';
import { USUAL } from './every-kind/usual.ts';
import type { Expected } from './every-kind/usual.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let version: number;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  version = rows[0]?.version ?? 0;
  for (const file of version >= 18 ? ['schema.sql', 'newer.sql'] : ['schema.sql'])
    await client.query(readFileSync(join('tests/catalog/every-kind', file), 'utf8'));
});

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

async function read(schemas?: readonly string[]): Promise<readonly CatalogObject[]> {
  return await withSession(client, async (session) => {
    const options = { version: session.version, beyond: false, ...(schemas && { schemas }) };
    return await inSnapshot(session, async () => await readCatalog(session.client, options));
  });
}

/** What the versions before print or keep otherwise. */
function asOf(expected: Expected): Expected {
  return Object.fromEntries(
    Object.entries(expected).map(([object, facts]) => {
      const known = { ...USUAL[object.slice(0, kindOf(object).length)], ...facts };
      if (version < 17 && /^column shop\.events_\w+\.id$/.test(object)) known.identity = null;
      if (version < 16 && typeof known.definition === 'string')
        known.definition = known.definition.replaceAll(/\b(id|email|price|mood)\b(?!\w)/g, 'people.$1');
      return [version < 18 ? object.replace(/_fkey_(\d)$/, '_fkey$1') : object, known];
    }),
  );
}

function kindOf(object: string): string {
  return (
    DECLARED_KINDS.filter((kind) => object.startsWith(`${kind} `)).sort((a, b) => b.length - a.length)[0] ??
    ''
  );
}

function isOurs({ kind, schema, name }: CatalogObject): boolean {
  return (
    DECLARED_KINDS.some((declarable) => declarable === kind) &&
    (schema ?? name) !== 'public' &&
    kind !== 'role'
  );
}

test('every kind that Drizzle can declare is read with all its facts', async () => {
  const objects = (await read()).filter(isOurs);
  const facts = Object.fromEntries(
    // Where a column stands is a test of its own.
    objects.map(({ facts: { position: _, ...rest }, ...object }) => [
      `${object.kind} ${address({ ...object })}`,
      rest,
    ]),
  );
  expect(facts).toEqual(asOf({ ...OBJECTS, ...COLUMNS, ...PARTS, ...(version >= 18 && NEWER) }));
  expect(new Set(objects.map(({ kind }) => kind))).toEqual(
    new Set(DECLARED_KINDS.filter((kind) => kind !== 'role')),
  );
});

test('columns are read with their places, counted without gaps', async () => {
  const places = (await read(['shop']))
    .filter(({ kind, parent }) => kind === 'column' && parent === 'events')
    .map(({ name, facts }) => [facts.position, name]);
  expect(places.sort()).toEqual([
    [1, 'id'],
    [2, 'at'],
    [3, 'kind'],
    [4, 'person'],
  ]);
});

test('roles are read wherever they are used', async () => {
  const { rows } = await client.query<{ name: string }>('select current_user as name');
  const roles = (await read(['shop'])).filter(({ kind }) => kind === 'role');
  expect(roles.map(({ name }) => name)).toContain(rows[0]?.name);
});

test('only the namespaces that are asked for are read', async () => {
  const objects = (await read(['Other.Shop'])).filter(isOurs);
  expect(new Set(objects.map(({ schema, name }) => schema ?? name))).toEqual(new Set(['Other.Shop']));
  expect(objects.map(({ kind }) => kind)).toContain('foreign key');
});

test('what is dropped after the snapshot was taken stops nothing', async () => {
  await using copy = await createTestDatabase({ migrate: false });
  const other = new Client(copy.url);
  const reader = new Client(copy.url);
  await other.connect();
  await reader.connect();
  try {
    await other.query(readFileSync('tests/catalog/every-kind/schema.sql', 'utf8'));
    await withSession(reader, async (session) => {
      await inSnapshot(session, async () => {
        await session.client.query('select from pg_class limit 1');
        await other.query('drop schema shop, "Other.Shop" cascade');
        for (const beyond of [false, true]) {
          const objects = await readCatalog(session.client, { version: session.version, beyond });
          expect(objects.filter(isOurs).map(address)).toContain('shop.adults');
        }
      });
    });
  } finally {
    await reader.end();
    await other.end();
  }
});
