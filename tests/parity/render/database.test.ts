import { BASE } from '../databases/base.ts';
import type { Change } from '../databases/change.ts';
import { CHANGES } from '../databases/changes.ts';
import { differencesOf, makeAgain, openOriginal } from './again.ts';
import type { Original } from './again.ts';

let original: Original;
let named: (sql: string) => string;

beforeAll(async () => {
  original = await openOriginal(BASE);
  const { client } = original;
  const { rows } = await client.query<{ name: string; user: string }>(
    'select current_database() as name, current_user as user',
  );
  const { name = '', user = '' } = rows[0] ?? {};
  const [role, tablespace] = [`${name}_role`, `${name}_space`];
  await client.query(`create role ${role}`);
  await client.query('set allow_in_place_tablespaces = on');
  await client.query(`create tablespace ${tablespace} location ''`);
  named = (sql) => sql.replaceAll('TABLESPACE', tablespace).replaceAll('ROLE', role).replaceAll('USER', user);
}, 120_000);

afterAll(async () => {
  await original.client.query(named('drop tablespace TABLESPACE'));
  await original.client.query(named('drop role ROLE'));
  await original[Symbol.asyncDispose]();
});

/** What cannot be made again as it was, each with what is left of it. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  // Nothing but a failure makes one.
  'an invalid index': ['index/valid app.users.users_age_idx: false became true'],
  // A column that was once inherited first keeps its place, though its parent comes last by now.
  'the order of parents': ['column/position app.child.a: ["a","b","c"] became ["b","a","c"]'],
};

/** Only the module that a label is of may set it; a test server has none. */
const UNKNOWN_MODULE = new Set(['a security label']);

function isKnown({ since }: Change): boolean {
  return since === undefined || original.version >= since;
}

test('what was read from a database makes one that agrees with it', async () => {
  await original.inTransactions(async () => {
    await makeAgain(original);
    expect(await differencesOf(original.client, original.copy)).toEqual([]);
  });
});

// The role is the server's, and found there by the copy: within the transaction it sees the one of before.
test.each(
  CHANGES.filter(({ finds }) => !finds.some((found) => found.startsWith('role '))).map(
    (change) => [change.name, change] as const,
  ),
)('with %s', async (name, change) => {
  if (!isKnown(change)) return;
  await original.inTransactions(async () => {
    await original.client.query(named(change.setup ?? ''));
    await original.client.query(named(change.change));
    const made = makeAgain(original);
    if (UNKNOWN_MODULE.has(name)) {
      await expect(made).rejects.toThrow(
        /is not loaded\nSECURITY LABEL FOR "keeper" ON TABLE app.users IS 'secret'/,
      );
      return;
    }
    await made;
    expect(await differencesOf(original.client, original.copy)).toEqual(LEFT[name] ?? []);
  });
});
