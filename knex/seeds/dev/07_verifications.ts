import type { Knex } from 'knex';

/** What is waiting to be verified: a sign-in link (Auth.js) and a change of password (Better Auth). */
export async function seed(knex: Knex): Promise<void> {
  await knex('auth.verification_tokens')
    .insert({
      identifier: 'dina@example.test',
      token: 'dev-only-hash-of-a-token',
      expires: '2099-01-01T00:00:00Z',
    })
    .onConflict()
    .ignore();
  await knex('auth.verifications')
    .insert({
      id: 'dev-verification-ben',
      identifier: 'reset-password:dev-only-token',
      value: 'dev-ben',
      expires_at: '2099-01-01T00:00:00Z',
      created_at: '2026-01-22T08:00:00Z',
    })
    .onConflict()
    .ignore();
}
