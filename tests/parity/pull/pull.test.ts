import { Client } from 'pg';
import { pullSchema } from '../../../src/parity/index.ts';
import type { PulledFile } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { compile, pulledFrom, queries, textOf } from './pulled.ts';

let database: TestDatabase;
let client: Client;
/** What was pulled, for the compiler, which takes its time. */
const schemas = new Map<string, readonly PulledFile[]>();

beforeEach(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});
test('our own database is pulled as it is, and queried by its relations', async () => {
  await using migrated = await createTestDatabase();
  const { files, schemas: told, unsaid } = await pulledFrom({ connection: migrated.url });
  schemas.set('own', files);
  expect(told).toEqual(['auth']);
  expect(new Set(unsaid.map(({ kind }) => kind))).toEqual(
    new Set(['default privileges', 'function', 'trigger']),
  );
  expect(textOf(files, 'users.ts')).toContain(
    '// Drizzle cannot declare a trigger: users_delete_api_keys, users_set_updated_at,\n// users_sync_email_verified\n',
  );
  for (const line of files.flatMap(({ text }) => text.split('\n'))) expect(line.length).toBeLessThan(101);
  schemas.set('own-used', [
    ...files,
    {
      path: 'used.ts',
      text: `
        import { drizzle } from 'drizzle-orm/node-postgres';
        import * as schema from './index';
        import type { NewUser, User } from './users';
        export const written: NewUser = { name: 'Ada' };
        export async function first(): Promise<{ user: User; tokens: string[] } | undefined> {
          const db = drizzle('postgres://localhost/x', { schema });
          const user = await db.query.users.findFirst({ with: { sessions: { with: { user: true } }, twoFactor: true } });
          const again: Date | null | undefined = user?.sessions[0]?.user.emailVerifiedAt;
          return user && { user: { ...user, emailVerifiedAt: again ?? null }, tokens: user.sessions.map((one) => one.sessionToken) };
        }`,
    },
  ]);

  const own = new Client(migrated.url);
  await own.connect();
  try {
    await own.query(`
      insert into auth.users (id, name) values ('u', 'Ada'), ('v', 'Ben');
      insert into auth.sessions (id, session_token, user_id, impersonated_by, expires)
        values ('s', 'one', 'u', null, now()), ('t', 'two', 'u', 'v', now());
      insert into auth.two_factors (id, user_id, secret, backup_codes) values ('f', 'u', 'x', 'y');`);
    const db = queries(own, files);
    expect(
      await db.query.users?.findFirst({
        columns: { name: true },
        with: { sessions: { columns: { id: true }, orderBy: idOf }, twoFactor: { columns: { id: true } } },
        orderBy: idOf,
      }),
    ).toEqual({ name: 'Ada', sessions: [{ id: 's' }, { id: 't' }], twoFactor: { id: 'f' } });
    expect(
      await db.query.sessions?.findMany({
        columns: { id: true },
        with: { user: { columns: { id: true } }, impersonatedByUser: { columns: { id: true } } },
        orderBy: idOf,
      }),
    ).toEqual([
      { id: 's', user: { id: 'u' }, impersonatedByUser: null },
      { id: 't', user: { id: 'u' }, impersonatedByUser: { id: 'v' } },
    ]);
  } finally {
    await own.end();
  }
});

test('keys in a circle, to the table itself and of two columns', async () => {
  await client.query(`
    create table hens (id integer primary key, egg_id integer, mother integer references hens);
    create table eggs (id integer primary key, hen_id integer constraint laid_by references hens on delete set null);
    alter table hens add constraint hatched_from foreign key (egg_id) references eggs;
    create table nests (x integer, y integer, parent_x integer, parent_y integer, primary key (x, y),
      foreign key (parent_x, parent_y) references nests);
    create table twigs (id integer primary key, x integer, y integer, nest_id integer unique references eggs,
      constraint twigs_x_y_nests_x_y_fk foreign key (x, y) references nests);
    insert into hens values (1, null, null), (2, null, 1);
    insert into eggs values (10, 1);
    update hens set egg_id = 10 where id = 2;
    insert into nests values (1, 1, null, null), (1, 2, 1, 1);
    insert into twigs values (100, 1, 2, 10);`);
  const { files } = await pulledFrom({ connection: client });
  schemas.set('circles', files);
  expect(textOf(files, 'eggs.ts')).toContain('(t): PgTableExtraConfigValue[] => [');
  expect(textOf(files, 'twigs.ts')).toContain(
    'foreignKey({ columns: [t.x, t.y], foreignColumns: [nests.x, nests.y] }),',
  );
  const db = queries(client, files);
  expect(
    await db.query.hens?.findMany({
      columns: { id: true },
      with: {
        egg: {
          columns: { id: true },
          with: { hen: { columns: { id: true } }, twig: { columns: { id: true } } },
        },
        motherHen: { columns: { id: true } },
        hensByMother: { columns: { id: true } },
      },
      orderBy: idOf,
    }),
  ).toEqual([
    { id: 1, egg: null, motherHen: null, hensByMother: [{ id: 2 }] },
    {
      id: 2,
      egg: { id: 10, hen: { id: 1 }, twig: { id: 100 } },
      motherHen: { id: 1 },
      hensByMother: [],
    },
  ]);
  // By its column first: what leads to a nest by two of them has to give way.
  expect(
    await db.query.twigs?.findFirst({ columns: { id: true }, with: { nest: true, nestRow: true } }),
  ).toEqual({
    id: 100,
    nest: { id: 10, henId: 1 },
    nestRow: { x: 1, y: 2, parentX: 1, parentY: 1 },
  });
});

test('namespaces have a folder each, and one of several can be pulled', async () => {
  await client.query(`
    create schema shop;
    create schema stock;
    create table users (id integer primary key, name text);
    create type shop.state as enum ('open', 'paid');
    create table shop.orders (id integer primary key, state shop.state not null, user_id integer references users);
    create table shop.users (id integer primary key, was shop.state);
    create table stock.items (id integer primary key, order_id integer references shop.orders on delete cascade);
    create function stock.count() returns integer language sql return 1;
    insert into users values (1, 'Ada');
    insert into shop.orders values (2, 'open', 1);
    insert into stock.items values (3, 2);`);
  const { files, schemas: told } = await pulledFrom({ connection: client });
  schemas.set('namespaces', files);
  expect(told).toEqual(['public', 'shop', 'stock']);
  expect(files.map(({ path }) => path)).toEqual([
    'index.ts',
    'public/users.ts',
    'relations.ts',
    'shop/enums.ts',
    'shop/namespace.ts',
    'shop/orders.ts',
    'shop/users.ts',
    'stock/items.ts',
    'stock/namespace.ts',
  ]);
  expect(textOf(files, 'stock/namespace.ts')).toContain('// Drizzle cannot declare a function: count()');
  expect(
    await queries(client, files).query.items?.findFirst({ with: { order: { with: { user: true } } } }),
  ).toEqual({ id: 3, orderId: 2, order: { id: 2, state: 'open', userId: 1, user: { id: 1, name: 'Ada' } } });

  const alone = await pulledFrom({ connection: client, schemas: ['stock'] });
  schemas.set('alone', alone.files);
  expect(alone.files.map(({ path }) => path)).toEqual([
    'elsewhere.ts',
    'index.ts',
    'items.ts',
    'namespace.ts',
  ]);
  expect(textOf(alone.files, 'elsewhere.ts')).toContain("shop.table('orders', { id: integer() })");
  expect(textOf(alone.files, 'index.ts')).not.toContain('elsewhere');
});

test.each([
  ['', `from './notes'`],
  ['.js', `from './notes.js'`],
  ['.ts', `from './notes.ts'`],
] as const)('imports end as they are told: %s', async (extension, expected) => {
  await client.query('create table notes (id integer)');
  const { files } = await pullSchema({ connection: client, extension });
  expect(textOf(files, 'index.ts')).toBe(`export * ${expected};\n`);
});

test('all that was pulled here is TypeScript', () => {
  expect([...schemas.keys()]).toEqual(['own', 'own-used', 'circles', 'namespaces', 'alone']);
  expect(compile(schemas)).toEqual([]);
});

function idOf({ id }: { readonly id: unknown }): unknown {
  return id;
}
