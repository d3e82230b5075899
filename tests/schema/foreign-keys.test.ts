import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';

// A foreign key's columns, in any order, must be the first of an index that holds every row the key can find.
const UNINDEXED = `
  select conrelid::regclass || ': ' || conname as key
  from pg_constraint k
  where contype = 'f' and connamespace = 'auth'::regnamespace and not exists (
    select from pg_index i
    where i.indrelid = k.conrelid and i.indisvalid
      and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
      and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = (
        select format('(%I IS NOT NULL)', attname) from pg_attribute
        where attrelid = k.conrelid and attnum = k.conkey[1] and cardinality(k.conkey) = 1)))
  order by 1`;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
}, 120_000);

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

async function unindexed(): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(UNINDEXED);
  return rows.map((row) => row.key);
}

test('every foreign key has an index that begins with it', async () => {
  expect(await unindexed()).toEqual([]);
});

test.each([
  ['drop index auth.accounts_user_id_idx', 'auth.accounts: accounts_user_id_fkey'],
  ['drop index auth.sessions_impersonated_by_idx', 'auth.sessions: sessions_impersonated_by_fkey'],
  [
    `drop index auth.sessions_active_team_id_idx;
     create index narrow on auth.sessions (active_team_id) where active_team_id <> ''`,
    'auth.sessions: sessions_active_team_id_fkey',
  ],
])('one without is found: %s', async (change, key) => {
  await client.query(change);
  expect(await unindexed()).toEqual([key]);
});

// A person who owns a row in every table, so that a deletion shows which rows go and which stay.
const WORLD = `
  insert into auth.users (id) values ('ada'), ('ben');
  insert into auth.organizations (id, name, slug) values ('boats', 'Boats', 'boats');
  insert into auth.organization_roles (organization_id, role, permission) values ('boats', 'rigger', '{}');
  insert into auth.members (organization_id, user_id) values ('boats', 'ada'), ('boats', 'ben');
  insert into auth.invitations (organization_id, email, expires_at, inviter_id)
    values ('boats', 'c@example.test', 'infinity', 'ada'), ('boats', 'c@example.test', 'infinity', 'ben');
  insert into auth.teams (id, name, organization_id) values ('hull', 'Hull', 'boats');
  insert into auth.team_members (team_id, user_id) values ('hull', 'ada'), ('hull', 'ben');
  insert into auth.accounts (user_id, provider, provider_account_id) values ('ada', 'p', '1'), ('ben', 'p', '2');
  insert into auth.sessions (session_token, user_id, expires, impersonated_by, active_organization_id, active_team_id)
    values ('a', 'ada', 'infinity', null, 'boats', 'hull'), ('b', 'ben', 'infinity', null, 'boats', 'hull'),
           ('a as b', 'ben', 'infinity', 'ada', null, null);
  insert into auth.feedback (user_id, message) values ('ada', 'Good'), ('ben', 'Better');
  insert into auth.passkeys (user_id, credential_id, public_key, device_type, backed_up)
    values ('ada', '1', 'k', 'd', true), ('ben', '2', 'k', 'd', true);
  insert into auth.two_factors (user_id, secret, backup_codes) values ('ada', 's', 'b'), ('ben', 's', 'b');
  insert into auth.api_keys (reference_id, key) values ('ada', '1'), ('ben', '2'), ('boats', '3');
  insert into auth.verification_tokens values ('ada', 't', 'infinity');
  insert into auth.verifications (identifier, value, expires_at) values ('ada', 'v', 'infinity')`;

async function counts(): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; count: number }>(
    `select relname::text as name, (xpath('/row/n/text()', query_to_xml(
       format('select count(*) as n from auth.%I', relname), false, true, '')))[1]::text::int as count
     from pg_class where relnamespace = 'auth'::regnamespace and relkind = 'r' order by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.count]));
}

test('a person’s rows go with the person; what they said stays without a name', async () => {
  await client.query(WORLD);
  await client.query(`delete from auth.users where id = 'ada'`);
  expect(await counts()).toMatchObject({
    accounts: 1,
    api_keys: 2,
    feedback: 2,
    invitations: 1,
    members: 1,
    organization_roles: 1,
    organizations: 1,
    passkeys: 1,
    sessions: 1,
    team_members: 1,
    teams: 1,
    two_factors: 1,
    users: 1,
    verification_tokens: 1,
    verifications: 1,
  });
  const { rows } = await client.query(`select user_id from auth.feedback where message = 'Good'`);
  expect(rows).toEqual([{ user_id: null }]);
});

test('an organization’s rows go with the organization; its people and their sessions stay', async () => {
  await client.query(WORLD);
  await client.query(`delete from auth.organizations where id = 'boats'`);
  expect(await counts()).toMatchObject({
    api_keys: 2,
    invitations: 0,
    members: 0,
    organization_roles: 0,
    sessions: 3,
    team_members: 0,
    teams: 0,
    users: 2,
  });
});

test('a row cannot point at nobody', async () => {
  await expect(
    client.query(`insert into auth.sessions (session_token, user_id, expires) values ('t', 'nobody', now())`),
  ).rejects.toMatchObject({ constraint: 'sessions_user_id_fkey' });
});
