import { readdirSync } from 'node:fs';
import path from 'node:path';
import { checkParity } from '../../src/parity/index.ts';
import type { Change, ChangeTable } from './changes/change.ts';
import { buildSchema, findings, loadSchema } from './corpus.ts';
import type { CorpusSchema } from './corpus.ts';
import { openMigration, runFixes } from './fix/migration.ts';
import type { OpenMigration } from './fix/migration.ts';

const FOLDER = path.join(__dirname, 'changes');

/** Every table of every file, but for the changes that are nobody's business. */
const TABLES = readdirSync(FOLDER)
  .filter((file) => file !== 'change.ts')
  .sort()
  // Before the tests run, so that each change is one.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  .flatMap((file) => Object.entries(require(path.join(FOLDER, file)) as Record<string, ChangeTable>))
  .map(([name, { schema, changes }]) => ({
    name,
    schema,
    changes: changes.filter(({ expect }) => expect.some((line) => !line.startsWith('undecided '))),
  }))
  .filter(({ changes }) => changes.length > 0);

/** Changes that no statement of ours takes back, by how they begin, with what stands in the way. */
const LEFT: Readonly<Record<string, RegExp | 'stays'>> = {
  // The name is another object's, which Drizzle cannot declare and nobody judges.
  'alter table moods alter column mood drop default, alter column mood type text; drop type mood':
    /type "mood" already exists/,
  // Written into the catalogue by hand: there is no file that could move.
  'update pg_class set reltablespace': /could not open file/,
  // What is declared with `.existing()` is made elsewhere: nothing is known but its columns.
  'drop view old.people': 'stays',
};

describe.each(TABLES)('$name', ({ schema, changes }) => {
  let one: CorpusSchema;
  let migration: OpenMigration;

  beforeAll(async () => {
    one = await loadSchema(schema);
    migration = await openMigration();
    if (one.inTransaction !== true) await buildSchema(migration.client, one);
  });
  afterAll(() => migration.close());
  beforeEach(async () => {
    await migration.client.query('savepoint before_the_change');
    // Anew for each change: roles are the server's, and who makes one of the same name waits until it is taken back.
    if (one.inTransaction === true) await buildSchema(migration.client, one);
  });
  afterEach(() => migration.client.query('rollback to before_the_change'));

  test.each(changes.map((change) => [title(change), change] as const))('%s', async (_, change) => {
    const { client, version } = migration;
    if (change.since !== undefined && version < change.since) return;
    await client.query(change.change);
    const check = () => checkParity({ schema: one.schema, connection: client });
    const { differences } = await check();
    expect(differences).not.toEqual([]);
    const left = Object.entries(LEFT).find(([start]) => change.change.startsWith(start))?.[1];
    if (left instanceof RegExp) {
      await expect(runFixes(migration, differences)).rejects.toThrow(left);
      return;
    }
    // Pasted one after the other, as they are listed.
    await client.query('savepoint before_the_fixes');
    await runFixes(migration, differences);
    expect(findings(await check())).toEqual(left === 'stays' ? [...change.expect].sort() : []);
    if (left === 'stays') return;

    // Each alone, after those that it needs.
    for (const [index, difference] of differences.length > 1 ? differences.entries() : []) {
      // It says that another one does it.
      if (/^\/\/ Done with [^\n]*$/.test(difference.fix.migration)) continue;
      await client.query('rollback to before_the_fixes');
      const needed = differences.slice(0, index).filter((other) => isNeeded(other, difference));
      await runFixes(migration, [...needed, difference]);
      const now = findings(await check());
      expect(now).not.toContain(`${difference.code} ${difference.object}`);
      expect(now.filter((line) => !change.expect.includes(line))).toEqual([]);
    }
  });
});

/** Whether one thing has to be there, or another out of the way, before a difference can be mended. */
function isNeeded(
  before: { code: string; object: string },
  { code, object }: { code: string; object: string },
): boolean {
  if (before.code === 'role/missing') return code === 'policy/roles';
  if (before.code === 'column/missing') return !code.startsWith('column/');
  if (before.code === 'enum/values') return code === 'column/default';
  if (before.code === 'column/type') return code === 'column/default';
  return before.code.endsWith('/undeclared') && code.endsWith('/missing') && before.object === object;
}

function title({ change, expect }: Change): string {
  return `${change.replaceAll(/\s+/g, ' ')} → ${expect.join(', ')}`;
}
