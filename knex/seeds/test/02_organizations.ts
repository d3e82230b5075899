import type { Knex } from 'knex';

/** One organization, which that person owns. */
export async function seed(knex: Knex): Promise<void> {
  await knex('auth.organizations')
    .insert({
      id: 'test-organization',
      name: 'Test Organization',
      slug: 'test-organization',
      created_at: '2026-01-01T00:00:00Z',
    })
    .onConflict()
    .ignore();
  await knex('auth.members')
    .insert({
      id: 'test-member',
      organization_id: 'test-organization',
      user_id: 'test-user',
      role: 'owner',
      created_at: '2026-01-01T00:00:00Z',
    })
    .onConflict()
    .ignore();
}
