/** What is asked, by the number of the question: the same of every peer. */
export const ASKED = {
  session: (n: number) => ({ token: `token ${(n % 400_000) + 1}` }),
  user: (n: number) => ({ email: `User${(n % 200_000) + 1}@Example.test` }),
  membership: (n: number) => ({ organizationId: `o${(n % 100) + 1}`, userId: userId(n % 2000) }),
  sessions: (n: number) => ({ userId: userId(n % 200_000) }),
} as const;

export type Asked = typeof ASKED;
export type Question = keyof Asked;

/** A way to ask. */
export interface Peer {
  readonly ask: { readonly [Name in Question]: (given: ReturnType<Asked[Name]>) => Promise<unknown> };
  readonly end: () => Promise<void>;
}

function userId(n: number): string {
  return `u${String(n + 1).padStart(7, '0')}`;
}

/** Rows as a large application has them. */
export const ROWS = `
  set session_replication_role = replica;
  insert into auth.users (id, email, name)
    select 'u' || lpad(n::text, 7, '0'), 'user' || n || '@example.test', 'name ' || n from generate_series(1, 200000) n;
  insert into auth.sessions (id, session_token, user_id, expires)
    select 's' || n, 'token ' || n, 'u' || lpad((n % 200000 + 1)::text, 7, '0'), now() + interval '30 days'
    from generate_series(1, 400000) n;
  insert into auth.organizations (id, name, slug)
    select 'o' || n, 'name ' || n, 'slug ' || n from generate_series(1, 100) n;
  insert into auth.members (id, organization_id, user_id)
    select 'm' || n, 'o' || (n / 2000 + 1), 'u' || lpad((n % 2000 + 1)::text, 7, '0') from generate_series(0, 199999) n;
  reset session_replication_role;
  vacuum analyze`;
