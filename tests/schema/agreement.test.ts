import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import { catalogue, declarable } from './catalogue.ts';
import { declaredStatements, tables } from './declared.ts';

// The declared tables are built in a database of their own, so that Postgres prints both sides.
let migrated: Awaited<ReturnType<typeof createTestDatabase>>;
let built: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let declared: string[];

beforeAll(async () => {
  migrated = await createTestDatabase();
  client = new Client(migrated.url);
  await client.connect();
  const { rows } = await client.query<{ source: string }>(
    `select pg_get_functiondef('auth.new_id()'::regprocedure) as source`,
  );

  built = await createTestDatabase({ migrate: false });
  const builder = new Client(built.url);
  await builder.connect();
  await builder.query('create schema auth');
  // Defaults call it, and Drizzle cannot declare a function.
  for (const { source } of rows) await builder.query(source);
  for (const statement of declaredStatements()) await builder.query(statement);
  declared = declarable(await catalogue(builder));
  await builder.end();
}, 120_000);

afterAll(async () => {
  await client.end();
  await built[Symbol.asyncDispose]();
  await migrated[Symbol.asyncDispose]();
});

test('what the Drizzle schema declares is what the migrations make, and nothing besides', async () => {
  expect(declarable(await catalogue(client))).toEqual(declared);
  // Two empty sides would agree too.
  expect(tables).not.toHaveLength(0);
  expect(declared.filter((line) => line.startsWith('relation '))).toHaveLength(tables.length);
});

describe('a database that was changed is told apart', () => {
  beforeEach(() => client.query('begin'));
  afterEach(() => client.query('rollback'));

  test.each([
    'alter table auth.users add column nickname text',
    'alter table auth.users drop column image',
    'alter table auth.users alter column name set not null',
    'alter table auth.sessions alter column expires drop not null',
    'alter table auth.api_keys alter column remaining type bigint',
    `alter table auth.members alter column role set default 'owner'`,
    'alter table auth.feedback alter column id drop default',
    'alter table auth.feedback rename column rating to stars',
    'alter table auth.feedback drop constraint feedback_rating_check',
    'alter table auth.users rename constraint users_username_key to users_username_unique',
    `alter table auth.sessions drop constraint sessions_impersonated_by_fkey,
     add constraint sessions_impersonated_by_fkey foreign key (impersonated_by) references auth.users (id)`,
    'drop index auth.users_email_lower_key',
    `drop index auth.users_email_lower_key;
   create unique index users_email_lower_key on auth.users (upper(email))`,
    `drop index auth.sessions_active_team_id_idx;
   create index sessions_active_team_id_idx on auth.sessions (active_team_id)`,
    `drop index auth.verifications_identifier_created_at_idx;
   create index verifications_identifier_created_at_idx on auth.verifications (identifier, created_at)`,
    'create index users_role_idx on auth.users (role)',
    'create table auth.stray (id text)',
  ])('%s', async (change) => {
    await client.query(change);
    expect(declarable(await catalogue(client))).not.toEqual(declared);
  });
});
