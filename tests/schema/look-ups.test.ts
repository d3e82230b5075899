import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

// Enough rows, with statistics, that Postgres chooses as it would in an application.
const ROWS = `
  insert into auth.users (id, email, username)
    select 'u' || n, 'person' || n || '@example.test', 'person' || n from generate_series(1, 2000) n;
  insert into auth.organizations (id, name, slug) select 'o' || n, 'o', 'o' || n from generate_series(1, 500) n;
  insert into auth.members (organization_id, user_id)
    select 'o' || (n % 500 + 1), 'u' || (n % 1999 + 1) from generate_series(1, 4000) n on conflict do nothing;
  insert into auth.teams (id, name, organization_id)
    select 't' || n, 't', 'o' || (n % 500 + 1) from generate_series(1, 1000) n;
  insert into auth.team_members (team_id, user_id)
    select 't' || (n % 1000 + 1), 'u' || (n % 1999 + 1) from generate_series(1, 4000) n on conflict do nothing;
  insert into auth.invitations (organization_id, email, expires_at, inviter_id, status)
    select 'o' || (n % 500 + 1), 'i' || n || '@example.test', now() + n * interval '1 minute', 'u' || (n % 2000 + 1),
           case n % 3 when 0 then 'pending' else 'accepted' end
    from generate_series(1, 3000) n;
  insert into auth.accounts (user_id, provider, provider_account_id)
    select 'u' || n, 'github', n from generate_series(1, 2000) n;
  insert into auth.sessions (session_token, user_id, expires)
    select 's' || n, 'u' || (n % 2000 + 1), now() + n * interval '1 minute' from generate_series(1, 6000) n;
  insert into auth.verification_tokens
    select 'i' || n, 't' || n, now() + n * interval '1 minute' from generate_series(1, 3000) n;
  insert into auth.verifications (identifier, value, expires_at, created_at)
    select 'i' || (n % 1000), 'v', now() + n * interval '1 minute', now() - n * interval '1 minute'
    from generate_series(1, 3000) n;
  insert into auth.passkeys (user_id, credential_id, public_key, device_type, backed_up)
    select 'u' || n, 'c' || n, 'k', 'd', true from generate_series(1, 2000) n;
  insert into auth.two_factors (user_id, secret, backup_codes) select 'u' || n, 's', 'b' from generate_series(1, 2000) n;
  insert into auth.api_keys (reference_id, key, expires_at)
    select 'u' || n, 'k' || n, case n % 4 when 0 then now() + n * interval '1 minute' end
    from generate_series(1, 2000) n;
  insert into auth.rate_limits (key, count, last_request) select 'k' || n, 1, 1 from generate_series(1, 2000) n;
  insert into auth.feedback (user_id, message, created_at)
    select 'u' || (n % 2000 + 1), 'm', now() - n * interval '1 minute' from generate_series(1, 3000) n`;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
  await client.query(ROWS);
  await client.query('analyze');
}, 120_000);

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

test.each([
  ['a person by address', `users where email = 'person7@example.test'`, 'users_email_idx'],
  [
    'a person by address, whatever its case',
    `users where lower(email) = lower('Person7@Example.test')`,
    'users_email_lower_key',
  ],
  ['a person by name', `users where username = 'person7'`, 'users_username_key'],
  ['a session by token', `sessions where session_token = 's7'`, 'sessions_session_token_key'],
  [
    'the live sessions of a person',
    `sessions where user_id = 'u7' and expires > now()`,
    'sessions_user_id_expires_idx',
  ],
  ['sessions that ran out', `sessions where expires < now()`, 'sessions_expires_idx'],
  [
    'an account by provider',
    `accounts where provider = 'github' and provider_account_id = '7'`,
    'accounts_provider_provider_account_id_key',
  ],
  ['the accounts of a person', `accounts where user_id = 'u7'`, 'accounts_user_id_idx'],
  ['an organization by slug', `organizations where slug = 'o7'`, 'organizations_slug_key'],
  [
    'the members of an organization',
    `members where organization_id = 'o7'`,
    'members_organization_id_user_id_key',
  ],
  [
    'a membership',
    `members where organization_id = 'o7' and user_id = 'u7'`,
    'members_organization_id_user_id_key',
  ],
  ['the organizations of a person', `members where user_id = 'u7'`, 'members_user_id_idx'],
  ['the teams of an organization', `teams where organization_id = 'o7'`, 'teams_organization_id_idx'],
  ['the members of a team', `team_members where team_id = 't7'`, 'team_members_team_id_user_id_key'],
  ['the teams of a person', `team_members where user_id = 'u7'`, 'team_members_user_id_idx'],
  [
    'the open invitations of an organization',
    `invitations where organization_id = 'o7' and status = 'pending'`,
    'invitations_organization_id_status_idx',
  ],
  [
    'the open invitations of an address',
    `invitations where email = 'i7@example.test' and status = 'pending'`,
    'invitations_email_status_idx',
  ],
  ['invitations that ran out', `invitations where expires_at < now()`, 'invitations_expires_at_idx'],
  [
    'a one-time token',
    `verification_tokens where identifier = 'i7' and token = 't7'`,
    'verification_tokens_pkey',
  ],
  [
    'one-time tokens that ran out',
    `verification_tokens where expires < now()`,
    'verification_tokens_expires_idx',
  ],
  [
    'the newest verification',
    `verifications where identifier = 'i7' order by created_at desc limit 1`,
    'verifications_identifier_created_at_idx',
  ],
  ['verifications that ran out', `verifications where expires_at < now()`, 'verifications_expires_at_idx'],
  ['a passkey by credential', `passkeys where credential_id = 'c7'`, 'passkeys_credential_id_key'],
  ['the passkeys of a person', `passkeys where user_id = 'u7'`, 'passkeys_user_id_idx'],
  ['the second factor of a person', `two_factors where user_id = 'u7'`, 'two_factors_user_id_key'],
  ['an api key', `api_keys where key = 'k7'`, 'api_keys_key_key'],
  ['the api keys of an owner', `api_keys where reference_id = 'u7'`, 'api_keys_reference_id_idx'],
  ['api keys that ran out', `api_keys where expires_at < now()`, 'api_keys_expires_at_idx'],
  ['the counter of a caller', `rate_limits where key = 'k7'`, 'rate_limits_key_key'],
  ['the latest feedback', `feedback order by created_at desc limit 20`, 'feedback_created_at_idx'],
  ['the feedback of a person', `feedback where user_id = 'u7'`, 'feedback_user_id_idx'],
])('%s is found by its index', async (_, from, index) => {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain select * from auth.${from}`);
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(new RegExp(`\\b${index}\\b`));
});
