import { drizzle } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import { checkParity, pullSchema } from '../../../src/parity/index.ts';
import type { PulledFile, PulledSchema, PullOptions } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { findings } from '../corpus.ts';
import { compile, evaluate } from './pulled.ts';

/** A client as far as a pulled schema makes it, whose types nobody knows before. */
interface Queries {
  readonly query: Readonly<
    Record<
      string,
      { findFirst(options: object): Promise<unknown>; findMany(options: object): Promise<unknown> }
    >
  >;
}

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
  const { files, schemas: told, unsaid } = await pulled('own', { connection: migrated.url });
  expect(told).toEqual(['auth']);
  expect(new Set(unsaid.map(({ kind }) => kind))).toEqual(new Set(['function', 'trigger']));
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
  const { files } = await pulled('circles', {});
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

test('names that say nothing to TypeScript, or the same', async () => {
  await client.query(`
    create schema "class";
    create schema users;
    create type "USERS" as enum ('it''s');
    create table users ("users" integer primary key, user_id integer, "userId" integer, "user id" integer,
      "enableRLS" text, "default" text, "__proto__" text, "constructor" text, "_" text, "$inferSelect" text, "💥" text,
      "a²" text, "then" "USERS" default 'it''s');
    create table "Users" ("user_id" integer references users, users integer references users, name text);
    create table users.users (id integer primary key references public.users, "index" text);
    create index on users.users ("index");
    create table t (id integer primary key);
    create table "one" (id integer primary key references t, many integer references t);
    create table "💥" ("*/ export" text, "\${x}" text check ("\${x}" <> '\`'));
    create table index ("text" text, "integer" integer);
    create table relations (id integer primary key, index_id integer);
    create table "../../etc/con" (id integer);
    create table con (id integer);
    create table "class"."new users" (id integer);
    create table "class".new_users (id integer);
    create table new_user (id integer);
    create table exports (id integer);
    create sequence enums;
    create view undefined as select 1 as "let";
    comment on table t is 'ends */ here
and goes on \`\${x}\`';
    comment on column t.id is 'it''s "this" (';`);
  const { files, unsaid } = await pulled('hostile', {});
  expect(unsaid.map(({ object, what }) => `${what}: ${object}`)).toEqual([
    'a comment: public.t',
    'a comment: public.t.id',
  ]);
  const paths = files.map(({ path }) => path);
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  for (const path of paths) expect(path).toMatch(/^(?:[\w-]+\/)?[\p{L}\w-]+\.ts$/u);
  expect(paths.filter((path) => /(?:^|\/)con\.ts$/.test(path))).toEqual([]);
  const db = queries(client, files);
  expect(await db.query.users?.findMany({})).toEqual([]);
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
  const { files, schemas: told } = await pulled('namespaces', {});
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

  const alone = await pulled('alone', { schemas: ['stock'] });
  expect(alone.files.map(({ path }) => path)).toEqual([
    'elsewhere.ts',
    'index.ts',
    'items.ts',
    'namespace.ts',
  ]);
  expect(textOf(alone.files, 'elsewhere.ts')).toContain("shop.table('orders', { id: integer() })");
  expect(textOf(alone.files, 'index.ts')).not.toContain('elsewhere');
});

test('what cannot be declared is said once, where it belongs', async () => {
  await client.query(`
    create function touch() returns trigger language plpgsql as 'begin return new; end';
    create table logs (at date not null, text text) partition by range (at);
    create table logs_1 partition of logs for values from ('2020-01-01') to ('2021-01-01');
    create trigger logs_touch before insert on logs for each row execute function touch();
    create table rows (a integer check (a > 0) no inherit, b integer constraint late unique deferrable, c int4range,
      exclude using gist (c with &&));
    create index rows_a on rows (a) include (b);
    alter table rows force row level security;
    create policy mine on rows using (true);
    create sequence small as smallint;
    create view seen as select a from rows;
    create trigger seen_touch instead of insert on seen for each row execute function touch();`);
  const { files, unsaid } = await pullSchema({ connection: client });
  schemas.set('unsaid', files);
  const left = await verdictOn({ files, schemas: ['public'] });
  expect(unsaid.map(({ object, what }) => `${what}: ${object}`).sort()).toEqual([
    'a check that is not inherited: public.rows.rows_a_check',
    'a constraint that can be deferred: public.rows.late',
    'a function: public.touch()',
    'a trigger: public.logs.logs_touch',
    'a trigger: public.seen.seen_touch',
    'an exclusion constraint: public.rows.rows_c_excl',
    'included columns: public.rows.rows_a',
    'policies of a table that does not heed them: public.rows',
    'row level security that is forced on the owner: public.rows',
    'the partitions of a table: public.logs',
    'the type of a sequence: public.small',
  ]);
  // What the verdict can see is in that list; the rest is nothing that it judges.
  expect(left).toEqual([
    'check/no-inherit public.rows.rows_a_check',
    'index/include public.rows.rows_a',
    'table/force-rls public.rows',
    'table/rls public.rows',
    'unique/deferrable public.rows.late',
  ]);
  const said = files.flatMap(({ path, text }) =>
    [...text.matchAll(/^\/\/ .*$/gm)].map(([line]) => `${path} ${line}`),
  );
  expect(said).toEqual([
    'index.ts // Drizzle cannot declare a function: touch()',
    'logs.ts // Drizzle cannot declare the partitions of a table: logs',
    'logs.ts // Drizzle cannot declare a trigger: logs_touch',
    'rows.ts // Drizzle cannot declare row level security that is forced on the owner: rows',
    'rows.ts // Drizzle cannot declare policies of a table that does not heed them: rows',
    'rows.ts // Drizzle cannot declare a constraint that can be deferred: late',
    'rows.ts // Drizzle cannot declare a check that is not inherited: rows_a_check',
    'rows.ts // Drizzle cannot declare included columns: rows_a',
    'rows.ts // Drizzle cannot declare an exclusion constraint: rows_c_excl',
    'seen.ts // Drizzle cannot declare a trigger: seen_touch',
    'sequences.ts // Drizzle cannot declare the type of a sequence: small',
  ]);
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
  expect([...schemas.keys()]).toEqual([
    'own',
    'own-used',
    'circles',
    'hostile',
    'namespaces',
    'alone',
    'unsaid',
  ]);
  expect(compile(schemas)).toEqual([]);
});

/** Pulls, and holds that the verdict is clean. */
async function pulled(name: string, options: Partial<PullOptions>): Promise<PulledSchema> {
  const connection = options.connection ?? client;
  const schema = await pullSchema({ ...options, connection });
  schemas.set(name, schema.files);
  expect(await verdictOn({ ...schema, connection })).toEqual([]);
  return schema;
}

async function verdictOn({
  files,
  schemas: told,
  connection = client,
}: Pick<PulledSchema, 'files' | 'schemas'> & Partial<PullOptions>): Promise<readonly string[]> {
  return findings(await checkParity({ schema: evaluate(files), schemas: told, connection }));
}

function queries(on: Client, files: readonly PulledFile[]): Queries {
  return drizzle(on, { schema: evaluate(files) as Record<string, unknown> }) as unknown as Queries;
}

function idOf({ id }: { readonly id: unknown }): unknown {
  return id;
}

function textOf(files: readonly PulledFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no ${path} among ${files.map((one) => one.path).join(', ')}`);
  return file.text;
}
