import type { Knex } from 'knex';

// The password "development", hashed as Better Auth does (scrypt, salt:key). Published here, it protects
// nothing: the seeds of dev are for a developer's own machine, and the seed of prod refuses their rows.
const PASSWORD =
  '6b65656c736f6e206465762073656564:123864454cfa902b2294fbfc9f93b970eed558070cbfbfd4095ee45cbd17f991' +
  '72bbf79c2dfc852b5afedf04b9d6639e875b01189f1ef2a22374f8bcd3b255f8';

const ACCOUNTS = [
  {
    id: 'dev-ada-password',
    user_id: 'dev-ada',
    type: 'credentials',
    provider: 'credential',
    provider_account_id: 'dev-ada',
    password: PASSWORD,
  },
  { id: 'dev-ada-github', user_id: 'dev-ada', provider: 'github', provider_account_id: '1001' },
  {
    id: 'dev-ben-password',
    user_id: 'dev-ben',
    type: 'credentials',
    provider: 'credential',
    provider_account_id: 'dev-ben',
    password: PASSWORD,
  },
  {
    id: 'dev-chandra-google',
    user_id: 'dev-chandra',
    type: 'oidc',
    provider: 'google',
    provider_account_id: '1003',
    scope: 'openid email profile',
    token_type: 'bearer',
    expires_at: 1767977100,
  },
  { id: 'dev-emil-github', user_id: 'dev-emil', provider: 'github', provider_account_id: '1005' },
];

/** How they sign in: by password, with GitHub, with Google. */
export async function seed(knex: Knex): Promise<void> {
  // Only for people who are there: an address that you have taken for yourself kept its person out.
  const people = await knex('auth.users').whereLike('id', 'dev-%').pluck<string[]>('id');
  const rows = ACCOUNTS.filter((row) => people.includes(row.user_id));
  if (rows.length > 0) await knex('auth.accounts').insert(rows).onConflict().ignore();
}
