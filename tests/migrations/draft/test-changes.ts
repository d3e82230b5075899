import path from 'node:path';
import type { Renames } from '../../../src/parity/pair/decided.ts';
import { concludeOn } from '../../../src/parity/stages/conclude-on.ts';
import { address } from '../../../src/catalog/object.ts';
import type { Change, ChangeTable } from '../../parity/changes/change.ts';
import { buildSchema, loadSchema } from '../../parity/corpus.ts';
import type { CorpusSchema } from '../../parity/corpus.ts';
import { openMigration } from '../../parity/fix/migration.ts';
import type { OpenMigration } from '../../parity/fix/migration.ts';
import { fill, thereAndBack } from './there-and-back.ts';
import type { Rows } from './there-and-back.ts';

/*
 * Somebody changed each attribute of each kind of object; a draft makes the database what the schema says again, and its way
 * back makes it what it was: absent, present and changed, in both directions, with rows in the tables.
 */

const FOLDER = path.join(__dirname, '..', '..', 'parity', 'changes');

/** Tests the changes of some files, each there and back: in stages, and at once where that is something else. */
export function testChanges(files: readonly string[]): void {
  const tables = files
    // Before the tests run, so that each change is one.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    .flatMap((file) =>
      Object.entries(require(path.join(FOLDER, `${file}.ts`)) as Record<string, ChangeTable>),
    )
    .map(([name, table]) => ({ name, ...table }));
  describe.each(tables)('$name', ({ schema, changes }) => {
    let open: OpenMigration;
    let one: CorpusSchema;

    beforeAll(async () => {
      one = await loadSchema(schema);
      open = await openMigration();
      await buildSchema(open.client, one);
    });
    afterAll(async () => {
      await open.close();
    });
    beforeEach(() => open.client.query('savepoint before_the_change'));
    afterEach(() => open.client.query('rollback to before_the_change'));

    const differing = changes.filter(({ expect }) => expect.length > 0);
    test.each(differing.map((change) => [title(change), change] as const))('%s', async (_, change) => {
      if (change.since !== undefined && open.version < change.since) return;
      await open.client.query(change.change);
      const { schema, casing } = one;
      const [renamed, gone] = await answers(open, one);
      for (const [isAtOnce, renames] of [
        [false, renamed],
        [true, gone],
      ] as const) {
        if (renames === undefined) continue;
        const journey = await onMostRows(open, async () =>
          thereAndBack(open, { schema, casing, renames }, { isAtOnce }),
        );
        expect({ isAtOnce, renames, ...journey }).toMatchObject({ left: [], changed: [], moved: [] });
      }
    });
  });
}

/** What to answer to what may have another name: that it has; and that it goes, where anything is asked. */
async function answers(open: OpenMigration, { schema, casing }: CorpusSchema): Promise<readonly Renames[]> {
  const { open: pairs } = await concludeOn(open.client, { schema, casing });
  if (pairs.length === 0) return [{}, {}];
  const renamed = new Map<string, string>();
  for (const { declared, live } of pairs)
    if (!renamed.has(address(live)) && ![...renamed.values()].includes(address(declared)))
      renamed.set(address(live), address(declared));
  return [Object.fromEntries(renamed), Object.fromEntries(pairs.map(({ live }) => [address(live), null]))];
}

/** What a change makes impossible for some rows, it may do without them. */
async function onMostRows<Result>(
  open: OpenMigration,
  use: () => Promise<Result>,
): Promise<Result & { rows: Rows }> {
  const kinds: readonly Rows[] = ['all', 'plain', 'none'];
  let failure: unknown;
  for (const rows of kinds) {
    await open.client.query('savepoint with_rows');
    try {
      if (rows !== 'none') await fill(open, rows);
      return { ...(await use()), rows };
    } catch (error) {
      failure = error;
    } finally {
      await open.client.query('rollback to with_rows');
    }
  }
  throw failure;
}

function title({ change }: Change): string {
  const text = change.replaceAll(/\s+/g, ' ');
  return text.length > 150 ? `${text.slice(0, 150)} …` : text;
}
