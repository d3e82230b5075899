import type { Knex } from 'knex';

const TEAMS = [
  { id: 'dev-hull', name: 'Hull', member_count: 2, organization_id: 'dev-tidewater' },
  { id: 'dev-rigging', name: 'Rigging', member_count: 2, organization_id: 'dev-tidewater' },
];

const TEAM_MEMBERS = [
  { id: 'dev-hull-ada', team_id: 'dev-hull', user_id: 'dev-ada' },
  { id: 'dev-hull-ben', team_id: 'dev-hull', user_id: 'dev-ben' },
  { id: 'dev-rigging-ben', team_id: 'dev-rigging', user_id: 'dev-ben' },
  { id: 'dev-rigging-chandra', team_id: 'dev-rigging', user_id: 'dev-chandra' },
];

/** Two teams of the boat builders, with one person in both. */
export async function seed(knex: Knex): Promise<void> {
  // Only under rows that are there: an address or a slug that you have taken kept its row out.
  const organizations = await knex('auth.organizations').whereLike('id', 'dev-%').pluck<string[]>('id');
  const teams = TEAMS.filter((row) => organizations.includes(row.organization_id));
  if (teams.length > 0) await knex('auth.teams').insert(teams).onConflict().ignore();

  const people = await knex('auth.users').whereLike('id', 'dev-%').pluck<string[]>('id');
  const present = await knex('auth.teams').whereLike('id', 'dev-%').pluck<string[]>('id');
  const members = TEAM_MEMBERS.filter((row) => people.includes(row.user_id) && present.includes(row.team_id));
  if (members.length > 0) await knex('auth.team_members').insert(members).onConflict().ignore();
}
