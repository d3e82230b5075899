import { Client } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import type { Verdict } from '../../../src/parity/index.ts';
import type { Problem } from '../../../src/problem.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { buildSchema, loadSchema, SCHEMAS } from '../corpus.ts';
import { becomePoor } from './poor-role.ts';
import type { Rights } from './poor-role.ts';

/** All that can be made inside of a transaction. */
const FOLDERS = SCHEMAS.filter((name) => !name.startsWith('refused-') && name !== 'indexes-concurrently');
const RIGHTS: readonly Rights[] = ['usage and select', 'usage', 'nothing'];

const outcomes: { readonly rights: Rights; readonly is: 'same' | 'undecided' | 'refused' }[] = [];
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

/** What it is about, without the reason. */
function about({ code, object }: { readonly code: string; readonly object: string }): string {
  return `${code} ${object}`;
}

test.each(FOLDERS)('%s: the verdict is the same, or it says what would help', async (name) => {
  const one = await loadSchema(name);
  const asking = {
    schema: one.schema,
    connection: client,
    ...(one.casing === undefined ? {} : { casing: one.casing }),
  };
  await buildSchema(client, one);
  const full = await checkParity(asking);
  for (const rights of RIGHTS) {
    await client.query('savepoint before');
    const role = await becomePoor(client, rights);
    const verdict = await checkParity(asking).catch((error: unknown) => error as Problem);
    await client.query('rollback to before');
    if (verdict instanceof Error) {
      // Without USAGE a type's name means nothing, and no other right is needed to be told so.
      expect([rights, verdict.code, verdict.message]).toEqual([
        'nothing',
        'parity/no-usage',
        expect.stringMatching(`GRANT USAGE ON SCHEMA .* TO "${role}"`),
      ]);
      outcomes.push({ rights, is: 'refused' });
      continue;
    }
    const more = undecidedBeyond(verdict, full);
    expect(verdict.differences.map(about)).toEqual(full.differences.map(about));
    expect([verdict.compared.facts, verdict.compared.objects]).toEqual([
      full.compared.facts,
      full.compared.objects,
    ]);
    expect(full.undecided.map(about)).toEqual(
      verdict.undecided.map(about).filter((each) => !more.map(about).includes(each)),
    );
    expect(verdict.agrees).toBe(full.agrees && more.length === 0);
    for (const { reason } of more) expect(reason).toMatch(/GRANT [A-Z]+ ON .* TO /);
    outcomes.push({ rights, is: more.length === 0 ? 'same' : 'undecided' });
  }
});

function undecidedBeyond(verdict: Verdict, full: Verdict): Verdict['undecided'] {
  const known = new Set(full.undecided.map(about));
  return verdict.undecided.filter((each) => !known.has(about(each)));
}

test('the more rights, the more is told; most needs none', () => {
  const count = (rights: Rights, is: (typeof outcomes)[number]['is']): number =>
    outcomes.filter((one) => one.rights === rights && one.is === is).length;
  for (const rights of RIGHTS) {
    expect(count(rights, 'same') + count(rights, 'undecided') + count(rights, 'refused')).toBe(
      FOLDERS.length,
    );
    // Neither all nor nothing is shown by it.
    expect(count(rights, 'undecided')).toBeGreaterThan(0);
    expect(count(rights, 'same')).toBeGreaterThan(FOLDERS.length / 2);
  }
  expect(count('usage and select', 'same')).toBeGreaterThan(count('usage', 'same'));
  expect(count('usage', 'same')).toBeGreaterThan(count('nothing', 'same'));
  expect(count('usage and select', 'refused') + count('usage', 'refused')).toBe(0);
  expect(count('nothing', 'refused')).toBeGreaterThan(0);
});
