import type { Knex } from 'knex';

const INVITATIONS = [
  {
    id: 'dev-invite-chandra',
    organization_id: 'dev-tidewater',
    email: 'chandra@example.test',
    role: 'member',
    status: 'accepted',
    expires_at: '2026-01-12T09:00:00Z',
    created_at: '2026-01-10T09:00:00Z',
    inviter_id: 'dev-ada',
  },
  {
    id: 'dev-invite-dina',
    organization_id: 'dev-tidewater',
    email: 'dina@example.test',
    role: 'member',
    team_id: 'dev-hull,dev-rigging',
    expires_at: '2099-01-01T00:00:00Z',
    created_at: '2026-01-20T17:00:00Z',
    inviter_id: 'dev-ben',
  },
  // The same address twice: the first ran out and is still pending, as Better Auth leaves it.
  {
    id: 'dev-invite-fern-1',
    organization_id: 'dev-lantern',
    email: 'fern@example.test',
    role: 'admin',
    expires_at: '2026-01-15T09:00:00Z',
    created_at: '2026-01-13T09:00:00Z',
    inviter_id: 'dev-chandra',
  },
  {
    id: 'dev-invite-fern-2',
    organization_id: 'dev-lantern',
    email: 'fern@example.test',
    role: 'admin',
    expires_at: '2099-01-01T00:00:00Z',
    created_at: '2026-01-19T09:00:00Z',
    inviter_id: 'dev-chandra',
  },
];

/** Invitations in each state that a page has to show: accepted, open, run out, sent again. */
export async function seed(knex: Knex): Promise<void> {
  // Only between rows that are there: an address or a slug that you have taken kept its row out.
  const people = await knex('auth.users').whereLike('id', 'dev-%').pluck<string[]>('id');
  const organizations = await knex('auth.organizations').whereLike('id', 'dev-%').pluck<string[]>('id');
  const rows = INVITATIONS.filter(
    (row) => people.includes(row.inviter_id) && organizations.includes(row.organization_id),
  );
  if (rows.length > 0) await knex('auth.invitations').insert(rows).onConflict().ignore();
}
