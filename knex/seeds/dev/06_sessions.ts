import type { Knex } from 'knex';

// The tokens say what they are; a session that is meant to live never runs out.
const SESSIONS = [
  {
    id: 'dev-session-ada',
    session_token: 'dev-only-session-of-ada',
    user_id: 'dev-ada',
    expires: '2099-01-01T00:00:00Z',
    created_at: '2026-01-22T07:30:00Z',
    ip_address: '192.0.2.10',
    user_agent: 'Mozilla/5.0 (Macintosh)',
  },
  {
    id: 'dev-session-ben',
    session_token: 'dev-only-session-of-ben',
    user_id: 'dev-ben',
    expires: '2099-01-01T00:00:00Z',
    created_at: '2026-01-22T08:05:00Z',
    ip_address: '192.0.2.11',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
  },
  {
    id: 'dev-session-chandra',
    session_token: 'dev-only-session-of-chandra',
    user_id: 'dev-chandra',
    expires: '2099-01-01T00:00:00Z',
    created_at: '2026-01-22T08:20:00Z',
    ip_address: '2001:db8::12',
    user_agent: 'Mozilla/5.0 (iPhone)',
  },
  // Ada looks at what Chandra sees.
  {
    id: 'dev-session-impersonation',
    session_token: 'dev-only-session-of-ada-as-chandra',
    user_id: 'dev-chandra',
    expires: '2099-01-01T00:00:00Z',
    created_at: '2026-01-22T09:00:00Z',
    impersonated_by: 'dev-ada',
  },
  // Ran out, and waits for whatever clears old sessions.
  {
    id: 'dev-session-emil',
    session_token: 'dev-only-session-of-emil',
    user_id: 'dev-emil',
    expires: '2026-01-18T10:00:00Z',
    created_at: '2026-01-11T10:00:00Z',
  },
];

/** Who is signed in: three people, one of them also through an administrator, and one session that ran out. */
export async function seed(knex: Knex): Promise<void> {
  // Only for people who are there: an address that you have taken for yourself kept its person out.
  const people = await knex('auth.users').whereLike('id', 'dev-%').pluck<string[]>('id');
  const rows = SESSIONS.filter(
    (row) =>
      people.includes(row.user_id) &&
      (row.impersonated_by === undefined || people.includes(row.impersonated_by)),
  );
  if (rows.length > 0) await knex('auth.sessions').insert(rows).onConflict().ignore();
}
