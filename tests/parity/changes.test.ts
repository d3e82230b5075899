import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { DECLARED_KINDS } from '../../src/parity/declared/model.ts';
import { checkParity } from '../../src/parity/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import type { Change, ChangeTable } from './changes/change.ts';
import { buildSchema, declaredBy, findings, loadSchema, SCHEMAS } from './corpus.ts';
import type { CorpusSchema } from './corpus.ts';

const FOLDER = path.join(__dirname, 'changes');

/** Every table of every file, under its name. */
const TABLES = readdirSync(FOLDER)
  .filter((file) => file !== 'change.ts')
  .sort()
  // Before the tests run, so that each change is one.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  .flatMap((file) => Object.entries(require(path.join(FOLDER, file)) as Record<string, ChangeTable>))
  .map(([name, table]) => ({ name, ...table }));

describe.each(TABLES)('$name', ({ schema, changes }) => {
  let database: TestDatabase;
  let client: Client;
  let one: CorpusSchema;
  let version: number;

  beforeAll(async () => {
    one = await loadSchema(schema);
    database = await createTestDatabase({ migrate: false });
    client = new Client(database.url);
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    );
    version = rows[0]?.version ?? 0;
    await client.query('begin');
    if (one.inTransaction !== true) await buildSchema(client, one);
  });
  afterAll(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await client.query('savepoint before_the_change');
    // Anew for each change: roles are the server's, and who makes one of the same name waits until it is taken back.
    if (one.inTransaction === true) await buildSchema(client, one);
  });
  afterEach(() => client.query('rollback to before_the_change'));

  test.each(changes.map((change) => [title(change), change] as const))('%s', async (_, change) => {
    if (change.since !== undefined && version < change.since) {
      // Nothing to find where the server does not know it.
      await expect(client.query(change.change)).rejects.toMatchObject({ code: '42601' });
      return;
    }
    await client.query(change.change);
    const verdict = await checkParity({ schema: one.schema, connection: client });
    expect(findings(verdict)).toEqual([...change.expect].sort());
    expect(verdict.agrees).toBe(change.expect.length === 0);
  });
});

test('some change shows each fact that a schema can state, and each kind that comes, goes and is renamed', async () => {
  const shown = new Set(
    TABLES.flatMap(({ changes }) =>
      changes.flatMap((change) => change.expect.map((line) => line.split(' ')[0])),
    ),
  );
  const objects = (
    await Promise.all(SCHEMAS.filter((name) => !name.startsWith('refused-')).map(loadSchema))
  ).flatMap((one) => declaredBy(one));
  const facts = objects.flatMap(({ kind, facts }) => Object.keys(facts).map((fact) => code(kind, fact)));
  const presence = DECLARED_KINDS.flatMap((kind) => {
    // Neither tells by more than its name that it is the same, and others of the kind are not judged.
    if (kind === 'schema' || kind === 'role') return [code(kind, 'missing')];
    return ['missing', 'renamed', 'undeclared'].map((fact) => code(kind, fact));
  });
  expect([...new Set([...facts, ...presence])].filter((one) => !shown.has(one)).sort()).toEqual([]);
});

function title({ change, expect }: Change): string {
  const text = change.replaceAll(/\s+/g, ' ');
  return `${text} → ${expect.length === 0 ? 'nothing' : expect.join(', ')}`;
}

function code(kind: string, fact: string): string {
  return `${kind.replaceAll(' ', '-')}/${fact.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
