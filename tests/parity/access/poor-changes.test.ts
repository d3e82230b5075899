import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { Change, ChangeTable } from '../changes/change.ts';
import { buildSchema, loadSchema } from '../corpus.ts';
import { becomePoor } from './poor-role.ts';

const FOLDER = path.join(__dirname, '..', 'changes');

const TABLES = readdirSync(FOLDER)
  .filter((file) => file !== 'change.ts')
  .sort()
  // Before the tests run, so that each table is one.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  .flatMap((file) => Object.entries(require(path.join(FOLDER, file)) as Record<string, ChangeTable>));

const found = { difference: 0, undecided: 0 };
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

function about({ code, object }: { readonly code: string; readonly object: string }): string {
  return `${code} ${object}`;
}

/** `undecided column/default shop.items.name: why` as the other lines are. */
function withoutReason(line: string): string {
  return line.replace(/^undecided /, '').split(': ')[0] ?? '';
}

/** That it is the same one by another name may take a twin: then one is missing and another one undeclared. */
function asTwo(line: string): readonly string[] {
  return [line, line.replace('/renamed ', '/missing ')];
}

/** What Postgres is asked about, which takes rights; all else is read alike by everybody. */
const ASKED = /\/(?:expressions?|where|using|check|definition|default|generation|values|renamed) /;

/** Of what is asked every third one, of the rest every tenth. */
function sampled(changes: readonly Change[]): readonly Change[] {
  const isAsked = ({ expect: lines }: Change): boolean => lines.some((line) => ASKED.test(line));
  return [
    ...changes.filter(isAsked).filter((_, place) => place % 3 === 0),
    ...changes.filter((one) => !isAsked(one)).filter((_, place) => place % 10 === 0),
  ];
}

test.each(TABLES)(
  '%s: nothing that was changed is silent, and nothing is said that was not',
  async (_, table) => {
    const one = await loadSchema(table.schema);
    await buildSchema(client, one);
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    );
    for (const { change, expect: lines, since = 0 } of sampled(table.changes)) {
      if (since > (rows[0]?.version ?? 0)) continue;
      await client.query('savepoint before');
      await client.query(change);
      await becomePoor(client, 'usage and select');
      const verdict = await checkParity({ schema: one.schema, connection: client });
      await client.query('rollback to before');
      const differences = verdict.differences.map(about);
      const told = new Set([...differences, ...verdict.undecided.map(about)]);
      const expected = lines.map(withoutReason);
      const allowed = new Set(expected.flatMap(asTwo));
      const isInTwo = expected.some((line) => !told.has(line) && asTwo(line).some((each) => told.has(each)));
      expect({
        change,
        invented: differences.filter(
          (each) => !allowed.has(each) && !(isInTwo && each.includes('/undeclared ')),
        ),
        silent: expected.filter((line) => !asTwo(line).some((each) => told.has(each))),
        agrees: verdict.agrees,
      }).toEqual({ change, invented: [], silent: [], agrees: told.size === 0 });
      found.difference += expected.filter((line) => differences.includes(line)).length;
      found.undecided += expected.filter((line) => !differences.includes(line)).length;
    }
  },
);

test('most of it is found, and some would take more rights', () => {
  expect(found.undecided).toBeGreaterThan(0);
  expect(found.difference).toBeGreaterThan(found.undecided);
});
