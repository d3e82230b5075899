import type { Knex } from 'knex';

/**
 * Production needs no row of ours: people come by signing up, their organizations make their own roles, and the
 * clients write their keys when they first need them. What it does need is to be free of the people of dev
 * and test, whose password and session tokens are published. So this seed inserts nothing and looks for them;
 * it leaves them alone, because they may have done things that somebody has to look at first.
 */
export async function seed(knex: Knex): Promise<void> {
  const found = await knex('auth.users')
    .whereLike('email', '%@example.test')
    .orderBy('email')
    .pluck<string[]>('email');
  if (found.length === 0) return;
  throw new Error(
    [
      `auth.users: ${found.length} people of the dev or test seeds are in this database: ${found.join(', ')}`,
      'their password and session tokens are published, so anybody can sign in as them',
      'fix: delete them (their accounts and sessions go with them), or seed another database',
      '[seed/development-rows]',
    ].join('\n'),
  );
}
