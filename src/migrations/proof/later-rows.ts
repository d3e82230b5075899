import { FailedMigration } from '../run-failure.ts';
import { isTransactional } from '../run-migration.ts';
import type { LoadedMigration } from '../run-migration.ts';
import { runOne } from '../run-one.ts';
import { serverWords } from '../server-words.ts';
import type { ProofFinding } from './proof-result.ts';
import type { ProvingContext } from './prove-one.ts';
import { readRows } from './row-state.ts';
import { rowChanges } from './row-changes.ts';
import { readForms } from './rows/form.ts';
import type { TableForm } from './rows/form.ts';
import type { FillColumn, FillTable } from './rows/tables.ts';
import { listening } from './watch-targets.ts';

/** Ends a try, so that nothing of it stays. */
class TakenBack extends Error {}

/** Rows and the statement that changes their table in one transaction: a real rollback never meets that. */
const OBJECT_IN_USE = '55006';

/**
 * Tries a down on rows as they may be written once its up is applied: a null where there may be one now, a longer text, a
 * new label, two alike where no two could be. Only tables whose form the up changed get such rows, and only columns that it altered such values; nobody can
 * tell what a new column will hold beside null. All of it is taken back, so that the rest of the proof
 * knows nothing of it; a migration without a transaction cannot be, and is not tried.
 */
export async function tryDownOnLaterRows(
  { session, scratch }: ProvingContext,
  loaded: LoadedMigration,
  formsBefore: ReadonlyMap<string, TableForm>,
): Promise<readonly ProofFinding[]> {
  if (!isTransactional(loaded, session.config)) return [];
  const { client, table } = session;
  const forms = await readForms(client, table);
  const isNew = (oid: string): boolean => formsBefore.get(oid)?.whole !== forms.get(oid)?.whole;
  const isAltered = ({ oid }: FillTable, { number }: FillColumn): boolean => {
    const before = formsBefore.get(oid)?.columns.get(number);
    return before !== undefined && before !== forms.get(oid)?.columns.get(number);
  };
  const alike = ({ oid }: FillTable): FillTable['keys'] => {
    const kept = new Set(forms.get(oid)?.keys.map(String));
    return (formsBefore.get(oid)?.keys ?? []).filter((key) => !kept.has(String(key)));
  };
  if (![...forms.keys()].some(isNew)) return [];
  const found: ProofFinding[] = [];
  const step = 'down with later rows';
  try {
    await runOne(session, loaded, 'down', {
      text: () => 'select',
      around: async (run) => {
        await scratch.fillWithin({
          rows: 'many',
          wanted: ({ oid }, isEmpty) => isEmpty || isNew(oid),
          edges: isAltered,
          alike,
        });
        const before = await readRows(client, table);
        const { targets } = await listening(session, run);
        const { unmeant } = rowChanges({ before, after: await readRows(client, table), targets });
        found.push(...unmeant.map((words) => ({ step, kind: 'rows', words }) as const));
        throw new TakenBack();
      },
    });
  } catch (error) {
    const cause: unknown = error instanceof FailedMigration ? error.cause : error;
    if (cause instanceof TakenBack) return found;
    if (!session.isAlive() || session.signal.aborted) throw error;
    if ((cause as { code?: string }).code === OBJECT_IN_USE) return [];
    return [{ step, kind: 'failure', words: serverWords(cause) }];
  }
  return found;
}
