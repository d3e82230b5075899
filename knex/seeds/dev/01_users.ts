import type { Knex } from 'knex';

// Every address is in .test, which never leads to a real person. The ids begin with dev-, so that the rows of
// a seed stand apart from your own.
const USERS = [
  {
    id: 'dev-ada',
    name: 'Ada Marlow',
    email: 'ada@example.test',
    email_verified_at: '2026-01-05T08:00:00Z',
    username: 'ada',
    display_username: 'Ada',
    role: 'admin',
    created_at: '2026-01-05T07:58:00Z',
  },
  {
    id: 'dev-ben',
    name: 'Ben Okafor',
    email: 'ben@example.test',
    email_verified_at: '2026-01-06T09:30:00Z',
    created_at: '2026-01-06T09:12:00Z',
  },
  {
    id: 'dev-chandra',
    name: 'Chandra Iyer',
    email: 'chandra@example.test',
    email_verified_at: '2026-01-09T15:45:00Z',
    created_at: '2026-01-09T15:45:00Z',
  },
  // Asked for a sign-in link and has not followed it yet.
  { id: 'dev-dina', email: 'dina@example.test', created_at: '2026-01-20T18:03:00Z' },
  {
    id: 'dev-emil',
    name: 'Emil Novak',
    email: 'emil@example.test',
    email_verified_at: '2026-01-11T10:00:00Z',
    banned: true,
    ban_reason: 'Advertised in every project.',
    created_at: '2026-01-11T09:59:00Z',
  },
  // Looks around without an account.
  { id: 'dev-guest', name: 'Anonymous', is_anonymous: true, created_at: '2026-01-21T12:00:00Z' },
];

/** Six people: an administrator, two colleagues, a newcomer, one who is banned, and a guest. */
export async function seed(knex: Knex): Promise<void> {
  await knex('auth.users').insert(USERS).onConflict().ignore();
}
