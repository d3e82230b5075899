import { Client } from 'pg';

/** Rows as a large application has them. */
const ROWS = `
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

export async function fill(url: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  for (const statement of ROWS.split(';')) await client.query(statement);
  await client.end();
}
