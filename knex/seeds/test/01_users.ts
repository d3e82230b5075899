import type { Knex } from 'knex';

/** One person, verified, on whom a test can rely. Whatever else it needs, a test inserts itself. */
export async function seed(knex: Knex): Promise<void> {
  await knex('auth.users')
    .insert({
      id: 'test-user',
      name: 'Test User',
      email: 'user@example.test',
      email_verified_at: '2026-01-01T00:00:00Z',
      created_at: '2026-01-01T00:00:00Z',
    })
    .onConflict()
    .ignore();
}
