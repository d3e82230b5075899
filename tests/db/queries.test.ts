import { Client, escapeLiteral } from 'pg';
import {
  accountByProvider,
  accounts,
  closeDb,
  consumeVerificationToken,
  createDb,
  deleteExpired,
  membership,
  members,
  organizations,
  sessionByToken,
  sessions,
  sessionsOfUser,
  userByEmail,
  users,
  usersPage,
  verificationTokens,
} from '../../src/index.ts';
import type { Db, LoggedQuery } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';

/* What applications ask of the namespace auth all day: the right rows, and no plan that reads a table from end to end. */

let database: TestDatabase;
let client: Client;
let db: Db;
const logged: LoggedQuery[] = [];

/** Rows as a large application has them; triggers and foreign keys are not what is looked at. */
const MANY = `
  set session_replication_role = replica;
  insert into auth.users (id, email, name)
    select 'u' || lpad(n::text, 7, '0'), 'User' || n || '@Example.test', 'name ' || n from generate_series(1, 200000) n;
  insert into auth.sessions (id, session_token, user_id, expires)
    select 's' || n, 'token ' || n, 'u' || lpad((n % 200000 + 1)::text, 7, '0'),
      now() + (n % 60 - 10) * interval '1 day' from generate_series(1, 400000) n;
  insert into auth.accounts (id, user_id, provider, provider_account_id)
    select 'a' || n, 'u' || lpad(n::text, 7, '0'), 'provider ' || n % 3, n from generate_series(1, 200000) n;
  insert into auth.organizations (id, name, slug)
    select 'o' || n, 'name ' || n, 'slug ' || n from generate_series(1, 2000) n;
  insert into auth.members (id, organization_id, user_id)
    select 'm' || n, 'o' || (n / 2000 + 1), 'u' || lpad((n % 2000 + 1)::text, 7, '0') from generate_series(0, 199999) n;
  insert into auth.verification_tokens (identifier, token, expires)
    select 'identifier ' || n, 'token ' || n, now() + (n % 60 - 10) * interval '1 day' from generate_series(1, 100000) n;
  insert into auth.verifications (id, identifier, value, expires_at)
    select 'v' || n, 'identifier ' || n, 'value', now() + (n % 60 - 10) * interval '1 day' from generate_series(1, 100000) n;
  reset session_replication_role`;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({
    settings: database.settings,
    log: (query) => logged.push(query),
    logParameters: true,
  });
  client = new Client(database.url);
  await client.connect();
  await client.query(MANY);
  await client.query('vacuum analyze');
}, 300_000);

afterAll(async () => {
  await client.end();
  await closeDb(db);
  await database.drop();
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** How the server does what was asked: knowing the values, and not knowing them. */
async function plansOf({ sql, parameters = [] }: LoggedQuery): Promise<readonly Plan[]> {
  const given = parameters.map((one) => (typeof one === 'number' ? String(one) : escapeLiteral(String(one))));
  const plans: Plan[] = [];
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    await client.query(`set plan_cache_mode = ${mode}; prepare q as ${sql}`);
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
      `explain (format json) execute q(${given.join(', ')})`,
    );
    await client.query('deallocate q; reset plan_cache_mode');
    for (const one of rows[0]?.['QUERY PLAN'] ?? []) plans.push(one.Plan);
  }
  return plans;
}

function onlyLogged(): LoggedQuery {
  const [query] = logged;
  if (query === undefined) throw new Error('nothing was asked');
  return query;
}

function nodesOf(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

const USER = 'u0000007';

test.each([
  {
    what: 'a session with its user, by its token',
    ask: async () => await sessionByToken({ token: 'token 20' }, db),
    gives: [{ session: { id: 's20' }, user: { id: 'u0000021' } }],
    by: ['sessions_session_token_key', 'users_pkey'],
  },
  {
    what: 'a user by e-mail, whatever its case',
    ask: async () => await userByEmail({ email: 'uSER7@example.TEST' }, db),
    gives: [{ id: USER }],
    by: ['users_email_lower_key'],
  },
  {
    what: 'an account by its provider',
    ask: async () => await accountByProvider({ provider: 'provider 1', providerAccountId: '7' }, db),
    gives: [{ userId: USER }],
    by: ['accounts_provider_provider_account_id_key'],
  },
  {
    what: 'the sessions of a user',
    ask: async () => await sessionsOfUser({ userId: 'u0000021' }, db),
    gives: [{ id: 's200020' }, { id: 's20' }],
    by: ['sessions_user_id_expires_idx'],
  },
  {
    what: 'a membership',
    ask: async () => await membership({ organizationId: 'o8', userId: USER }, db),
    gives: [{ role: 'member' }],
    by: ['members_organization_id_user_id_key'],
  },
  {
    what: 'a page of users',
    ask: async () => (await usersPage({ after: USER, size: 2 }, db)).rows,
    gives: [{ id: 'u0000008' }, { id: 'u0000009' }],
    by: ['users_pkey'],
  },
  {
    what: 'a token that is good once',
    ask: async () => await consumeVerificationToken({ identifier: 'identifier 50', token: 'token 50' }, db),
    gives: [{ identifier: 'identifier 50' }],
    by: ['verification_tokens_pkey'],
  },
])('$what', async ({ ask, gives, by }) => {
  logged.length = 0;
  expect(await ask()).toMatchObject(gives);
  expect(logged).toHaveLength(1);
  for (const plan of await plansOf(onlyLogged())) {
    const nodes = nodesOf(plan);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    const used = new Set(nodes.flatMap((node) => node['Index Name'] ?? []));
    expect([...used].toSorted()).toEqual(by.toSorted());
  }
});

describe('what is not there, or no more', () => {
  test('a session that has expired is none', async () => {
    const { rows } = await client.query<{ token: string }>(
      'select session_token as token from auth.sessions where expires < now() limit 1',
    );
    expect(rows).toHaveLength(1);
    expect(await sessionByToken.first({ token: rows[0]?.token ?? '' }, db)).toBeUndefined();
    expect(await sessionByToken.first({ token: 'nobody’s' }, db)).toBeUndefined();
  });

  test('a token that has expired is nobody’s', async () => {
    const { rows } = await client.query<{ identifier: string; token: string }>(
      'select identifier, token from auth.verification_tokens where expires < now() limit 1',
    );
    expect(rows).toHaveLength(1);
    expect(
      await consumeVerificationToken.first(rows[0] ?? { identifier: '', token: '' }, db),
    ).toBeUndefined();
  });
});

test('of many who take a token at the same time one has it', async () => {
  for (let round = 0; round < 5; round += 1) {
    const one = { identifier: 'race', token: String(round) };
    await db.insert(verificationTokens).values({ ...one, expires: new Date(Date.now() + 60_000) });
    const all = await Promise.all(
      Array.from({ length: 50 }, async () => await consumeVerificationToken.first(one, db)),
    );
    expect(all.filter((row) => row !== undefined)).toMatchObject([one]);
  }
});

test('every page once, and none twice', async () => {
  const ids: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 1000; pages += 1) {
    const { rows, next } = await usersPage({ after, size: 777 }, db);
    ids.push(...rows.map(({ id }) => id));
    if (next === undefined) break;
    after = next;
  }
  expect(ids).toHaveLength(200_000);
  expect(new Set(ids).size).toBe(200_000);
});

describe('what has expired', () => {
  const expired = async (): Promise<number> =>
    Number(
      (await client.query<{ count: string }>('select count(*) from auth.sessions where expires <= now()'))
        .rows[0]?.count,
    );

  test('is found by the time, and not by reading all', async () => {
    logged.length = 0;
    const stop = new AbortController();
    const before = await expired();
    const first = deleteExpired({ batch: 100, on: db, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect(await expired()).toBe(before - 100);
    for (const plan of await plansOf(onlyLogged())) {
      const nodes = nodesOf(plan);
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
      expect(nodes.map((node) => node['Index Name'])).toContain('sessions_expires_idx');
    }
  });

  test('goes once, whoever is at it at the same time, and nobody waits for what is held', async () => {
    const lasting = async (): Promise<unknown> =>
      (await client.query('select count(*) from auth.sessions where expires > now()')).rows;
    const [before, kept] = [await expired(), await lasting()];
    const holder = new Client(database.url);
    await holder.connect();
    await holder.query(
      'begin; select from auth.sessions where expires <= now() order by expires limit 10 for update',
    );
    const all = await Promise.all([1, 2, 3].map(async () => await deleteExpired({ batch: 5000, on: db })));
    await holder.query('rollback');
    await holder.end();
    expect(all.reduce((sum, one) => sum + one.sessions, 0)).toBe(before - 10);
    expect(await expired()).toBe(10);
    expect(await deleteExpired({ on: db })).toEqual({
      sessions: 10,
      verificationTokens: 0,
      verifications: 0,
    });
    expect(await lasting()).toEqual(kept);
  });
});

test('in a transaction', async () => {
  await expect(
    db.transaction(async (tx) => {
      await tx.insert(users).values({ id: 'new', email: 'New@example.test' });
      await tx.insert(accounts).values({ userId: 'new', provider: 'p', providerAccountId: 'x' });
      await tx.insert(organizations).values({ id: 'org', name: 'o', slug: 'org' });
      await tx.insert(members).values({ organizationId: 'org', userId: 'new', role: 'owner' });
      await tx
        .insert(sessions)
        .values({ sessionToken: 'new', userId: 'new', expires: new Date(Date.now() + 60_000) });
      expect(await userByEmail.first({ email: 'new@example.test' }, tx)).toMatchObject({ id: 'new' });
      expect(await membership.first({ organizationId: 'org', userId: 'new' }, tx)).toMatchObject({
        role: 'owner',
      });
      expect(await sessionByToken.first({ token: 'new' }, tx)).toMatchObject({ user: { id: 'new' } });
      throw new Error('enough');
    }),
  ).rejects.toThrow('enough');
  expect(await userByEmail.first({ email: 'new@example.test' }, db)).toBeUndefined();
});
