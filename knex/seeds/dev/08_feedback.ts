import type { Knex } from 'knex';

const FEEDBACK = [
  {
    id: 'dev-feedback-1',
    user_id: 'dev-ben',
    message: 'Inviting the whole workshop took a minute. Thank you.',
    rating: 5,
    created_at: '2026-01-10T16:20:00Z',
  },
  {
    id: 'dev-feedback-2',
    user_id: 'dev-chandra',
    message: 'Switching between two organizations is a click too many.',
    rating: 3,
    created_at: '2026-01-13T09:41:00Z',
  },
  {
    id: 'dev-feedback-3',
    user_id: 'dev-ada',
    message: 'Please let me export the list of members.',
    created_at: '2026-01-15T11:02:00Z',
  },
  // Its author's account is gone; what was said stays.
  {
    id: 'dev-feedback-4',
    user_id: null,
    message: 'The sign-in link arrived after twenty minutes.',
    rating: 2,
    created_at: '2026-01-16T20:15:00Z',
  },
];

/** Four opinions: with and without a rating, with and without an author. */
export async function seed(knex: Knex): Promise<void> {
  // Only from people who are there: an address that you have taken for yourself kept its person out.
  const people = await knex('auth.users').whereLike('id', 'dev-%').pluck<string[]>('id');
  const rows = FEEDBACK.filter((row) => row.user_id === null || people.includes(row.user_id));
  await knex('auth.feedback').insert(rows).onConflict().ignore();
}
