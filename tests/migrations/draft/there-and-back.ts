import { readFacts, reallyChangedFacts } from '../../../src/migrations/facts.ts';
import type { ChangedFact } from '../../../src/migrations/facts.ts';
import { planFiles } from '../../../src/migrations/draft/plan-files.ts';
import { readRows } from '../../../src/migrations/proof/row-state.ts';
import type { StoredRows } from '../../../src/migrations/proof/row-state.ts';
import { fillRows } from '../../../src/migrations/proof/rows/fill.ts';
import { blamedOn, changedFactInWords, isOnlyPlace } from '../../../src/migrations/changed-fact.ts';
import { concludeOn } from '../../../src/parity/stages/conclude-on.ts';
import type { Wanted } from '../../../src/parity/stages/conclude-on.ts';
import type { OpenMigration } from '../../parity/fix/migration.ts';

const HISTORY = { schema: 'public', name: 'knex_migrations' };

/** What came of going where a schema wants to, and back. */
export interface Journey {
  /** The ups and the downs, for whoever looks for what went wrong. */
  readonly text: string;
  /** What the schema still says otherwise. */
  readonly left: readonly string[];
  /** What was not as before, once it was back. */
  readonly changed: readonly string[];
  /** Tables that nothing was said of, whose rows are others. */
  readonly moved: readonly string[];
}

/** On which rows it went: all that were made up, only ordinary ones, or none. */
type Rows = 'all' | 'plain' | 'none';

/** Fills tables with rows. */
async function fill({ client }: OpenMigration, rows: Exclude<Rows, 'none'>): Promise<void> {
  let count = 1000;
  await fillRows(client, { rows, counter: { next: () => (count += 1) }, history: HISTORY });
}

/** What a change makes impossible for some rows, it may do without them. */
export async function onMostRows<Result>(
  open: OpenMigration,
  use: () => Promise<Result>,
): Promise<Result & { rows: Rows }> {
  const kinds: readonly Rows[] = ['all', 'plain', 'none'];
  let failure: unknown;
  for (const rows of kinds) {
    await open.client.query('savepoint with_rows');
    // Rows that cannot be made are a fault of the filling, and nothing that a change made impossible.
    if (rows !== 'none') await fill(open, rows);
    try {
      return { ...(await use()), rows };
    } catch (error) {
      failure = error;
    } finally {
      await open.client.query('rollback to with_rows');
    }
  }
  throw failure;
}

/** Plans the way there, in stages or at once, and back; both are run for that, within one transaction. */
export async function thereAndBack(
  open: OpenMigration,
  wanted: Wanted,
  { isAtOnce }: { readonly isAtOnce: boolean },
): Promise<Journey> {
  const { client, version } = open;
  const texts: string[] = [];
  let left: readonly string[] | undefined;
  const run = async (lines: string): Promise<readonly string[]> => {
    texts.push(lines);
    await runLines(open, lines);
    return [];
  };
  const first = await concludeOn(client, wanted);
  const factsBefore = await readFacts(client, HISTORY);
  const rowsBefore = await readRows(client, HISTORY);
  await planFiles(
    {
      ...{ client, run, version, history: HISTORY, wanted, isAtOnce },
      onStep: (step) => {
        texts.push(`// ${step}`);
      },
      onArrival: async () => {
        const { findings, undecided } = await concludeOn(client, { ...wanted, renames: {} });
        left = [
          ...findings.map(({ message }) => message),
          ...undecided.map(({ object, reason }) => `${object}: ${reason}`),
        ];
      },
    },
    first,
  );
  const changes = await reallyChangedFacts(client, factsBefore, await readFacts(client, HISTORY));
  const text = texts.join('\n');
  return {
    text,
    left: left ?? ['it never arrived'],
    changed: blamedOn([text], changes).filter(isOfDraft).map(changedFactInWords),
    moved: movedRows(rowsBefore, await readRows(client, HISTORY), text),
  };
}

/**
 * Postgres puts no column between others, makes no index that is not valid, and takes no column for an heir's alone that
 * was its own.
 */
function isOfDraft(change: ChangedFact): boolean {
  return !isOnlyPlace(change) && change.fact !== 'valid';
}

/** Tables that no line names: what is in them is byte for byte what it was. */
function movedRows(before: StoredRows, after: StoredRows, text: string): readonly string[] {
  return [...before.values()]
    .filter(({ address }) => !text.includes((address.split('.').at(-1) ?? '').replaceAll('"', '""')))
    .filter((table) => JSON.stringify(after.get(table.address)?.rows) !== JSON.stringify(table.rows))
    .map(({ address }) => address);
}

async function runLines({ knex }: OpenMigration, lines: string): Promise<void> {
  // A transaction takes no index that is built beside others, and shows just as well what is built.
  const body = lines.replaceAll(/\b((?:create|drop)(?: unique)? index) concurrently\b/g, '$1');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('knex', `return (async () => {\n${body}\n})();`) as (
    given: unknown,
  ) => Promise<void>;
  try {
    await run(knex);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${body}`, { cause });
  }
}
