import type { Knex } from 'knex';

const ORGANIZATIONS = [
  { id: 'dev-tidewater', name: 'Tidewater Boats', slug: 'tidewater', created_at: '2026-01-05T08:10:00Z' },
  { id: 'dev-lantern', name: 'Lantern Press', slug: 'lantern', created_at: '2026-01-12T11:00:00Z' },
];

const MEMBERS = [
  { id: 'dev-tidewater-ada', organization_id: 'dev-tidewater', user_id: 'dev-ada', role: 'owner' },
  { id: 'dev-tidewater-ben', organization_id: 'dev-tidewater', user_id: 'dev-ben', role: 'admin' },
  { id: 'dev-tidewater-chandra', organization_id: 'dev-tidewater', user_id: 'dev-chandra', role: 'rigger' },
  { id: 'dev-tidewater-emil', organization_id: 'dev-tidewater', user_id: 'dev-emil', role: 'member' },
  { id: 'dev-lantern-chandra', organization_id: 'dev-lantern', user_id: 'dev-chandra', role: 'owner' },
  { id: 'dev-lantern-ada', organization_id: 'dev-lantern', user_id: 'dev-ada', role: 'member' },
];

const ROLES = [
  {
    id: 'dev-tidewater-rigger',
    organization_id: 'dev-tidewater',
    role: 'rigger',
    permission: '{"invitation":["create"],"member":["update"]}',
  },
];

/** Two organizations that share people, and a role that one of them made up. */
export async function seed(knex: Knex): Promise<void> {
  await knex('auth.organizations').insert(ORGANIZATIONS).onConflict().ignore();

  // Only between rows that are there: an address or a slug that you have taken kept its row out.
  const people = await knex('auth.users').whereLike('id', 'dev-%').pluck<string[]>('id');
  const organizations = await knex('auth.organizations').whereLike('id', 'dev-%').pluck<string[]>('id');

  const members = MEMBERS.filter(
    (row) => people.includes(row.user_id) && organizations.includes(row.organization_id),
  );
  if (members.length > 0) await knex('auth.members').insert(members).onConflict().ignore();

  const roles = ROLES.filter((row) => organizations.includes(row.organization_id));
  if (roles.length > 0) await knex('auth.organization_roles').insert(roles).onConflict().ignore();
}
