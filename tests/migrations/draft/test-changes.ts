import path from 'node:path';
import type { Change, ChangeTable } from '../../parity/changes/change.ts';
import { buildSchema, loadSchema } from '../../parity/corpus.ts';
import type { CorpusSchema } from '../../parity/corpus.ts';
import { concludeOn } from '../../../src/parity/stages/conclude-on.ts';
import { IN_ONE, stagesOf } from '../../../src/parity/stages/stages.ts';
import { openMigration } from '../../parity/fix/migration.ts';
import type { OpenMigration } from '../../parity/fix/migration.ts';
import { answers } from './answers.ts';
import { onMostRows, thereAndBack } from './there-and-back.ts';

/*
 * Somebody changed each attribute of each kind of object; a draft makes the database what the schema says again, and its way
 * back makes it what it was: absent, present and changed, in both directions, with rows in the tables.
 */

const FOLDER = path.join(__dirname, '..', '..', 'parity', 'changes');

/** What no draft is made of, and why. */
const IMPOSSIBLE: Readonly<Record<string, RegExp>> = {
  // The name is that of a domain, which Drizzle cannot declare and nobody judges.
  'alter table moods alter column mood drop default, alter column mood type text; drop type mood':
    /type "mood" already exists/,
};

/** Tests the changes of some files, each there and back: in stages, and at once where that is something else. */
export function testChanges(files: readonly string[]): void {
  const tables = files
    .flatMap((file) => Object.entries(tablesIn(file)))
    .map(([name, { schema, changes }]) => ({ name, schema, changes: changes.filter(isStatement) }))
    .filter(({ changes }) => changes.length > 0);
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

    test.each(changes.map((change) => [title(change), change] as const))('%s', async (_, change) => {
      if (change.since !== undefined && open.version < change.since) return;
      await open.client.query(change.change);
      const { schema, casing } = one;
      const failure = Object.entries(IMPOSSIBLE).find(([start]) => change.change.startsWith(start))?.[1];
      if (failure !== undefined) {
        await expect(thereAndBack(open, { schema, casing }, { isAtOnce: true })).rejects.toThrow(failure);
        return;
      }
      const [renamed, gone] = await answers(open, one);
      const first = await concludeOn(open.client, { schema, casing });
      // A type may be changed by a column beside.
      const isStaged =
        stagesOf(first) !== IN_ONE || first.findings.some(({ attribute }) => attribute === 'type');
      const ways = [
        [false, renamed],
        [true, gone],
      ] as const;
      // Where nothing is staged and nothing asked, both are one way.
      for (const [isAtOnce, renames] of isStaged || renamed !== gone ? ways : ways.slice(1)) {
        const journey = await onMostRows(open, async () =>
          thereAndBack(open, { schema, casing, renames }, { isAtOnce }),
        );
        expect({ isAtOnce, renames, ...journey }).toMatchObject({ left: [], changed: [], moved: [] });
      }
    });
  });
}

/** A change that counts, and that a statement makes: what was written into a catalogue by hand no statement takes back. */
function isStatement({ change, expect }: Change): boolean {
  return expect.length > 0 && !change.startsWith('update pg_');
}

/** Before the tests run, so that each change is one. */
function tablesIn(file: string): Record<string, ChangeTable> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(path.join(FOLDER, `${file}.ts`)) as Record<string, ChangeTable>;
}

function title({ change }: Change): string {
  const text = change.replaceAll(/\s+/g, ' ');
  return text.length > 150 ? `${text.slice(0, 150)} …` : text;
}
