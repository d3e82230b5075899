import { applyOne } from '../apply-one.ts';
import { blamedOn, isOnlyPlace } from '../changed-fact.ts';
import type { ChangedFact } from '../facts.ts';
import { probing } from '../probe/probing.ts';
import type { ProbedStatement } from '../probe/probed.ts';
import { FailedMigration } from '../run-failure.ts';
import type { LoadedMigration } from '../run-migration.ts';
import { serverWords } from '../server-words.ts';
import type { MigrationSession } from '../session/session.ts';
import { Problem } from '../../problem.ts';
import { takeBackOne } from '../take-back-one.ts';
import { hazardsIn } from '../lint/hazards.ts';
import { irreversibleReason } from './irreversible.ts';
import type { MigrationProof, ProofFinding, ProofRows, ProofStep } from './proof-result.ts';
import { rowChanges } from './row-changes.ts';
import { readForms } from './rows/form.ts';
import type { TableForm } from './rows/form.ts';
import type { Scratch } from './scratch.ts';
import { tryDownOnLaterRows } from './later-rows.ts';
import { listening } from './watch-targets.ts';
import type { SaidByStatements } from './watch-targets.ts';

/** How migrations are run while they are proven. */
export interface ProvingContext {
  readonly session: MigrationSession;
  readonly scratch: Scratch;
  /** The run's number in the record. */
  readonly number: string;
  readonly probe: boolean;
}

/** What is known of one migration, and whether the ones after it can be tried. */
export interface ProvenOne {
  readonly proof: MigrationProof;
  readonly canGoOn: boolean;
}

/** Runs a migration up, down and up, and looks at everything in between. */
export async function proveOne(context: ProvingContext, loaded: LoadedMigration): Promise<ProvenOne> {
  const { session, scratch } = context;
  const start = performance.now();
  const reason = irreversibleReason(loaded);
  const findings: ProofFinding[] = [];
  await scratch.fill('all');
  const first = await firstUp(context, loaded);
  const { rows, refusal, statements } = first;
  const { name, file } = loaded;
  const done = (parts: Partial<MigrationProof>, canGoOn: boolean): ProvenOne => ({
    proof: Object.freeze({
      ...{ name, file, reason, rows, refusal, statements, loses: [], notes: [] },
      hazards: hazardsIn(loaded, statements ?? [], context.session.config),
      outcome: findings.length > 0 ? 'failed' : reason === undefined ? 'reversible' : 'irreversible',
      findings,
      milliseconds: performance.now() - start,
      ...parts,
    }),
    canGoOn,
  });
  if ('failure' in first) {
    findings.push(failure('up', first.failure));
    return done({}, false);
  }
  const [factsUp, rowsUp] = [await scratch.facts(), await scratch.rows()];
  const onTheWay = rowChanges({ before: first.rowsBefore, after: rowsUp, targets: first.said.targets });
  findings.push(...onTheWay.unmeant.map((words) => ({ step: 'up', kind: 'rows', words }) as const));
  const added = onTheWay.adds.map((words) => `the up added rows by itself: ${words}`);
  if (reason !== undefined) return done({ notes: added }, true);

  const later = await tryDownOnLaterRows(context, loaded, first.formsBefore);
  let down: SaidByStatements;
  try {
    down = await listening(session, async () => {
      await takeBackOne(session, { ...loaded, recordedAs: name }, { number: context.number, discard: true });
    });
  } catch (error) {
    findings.push(failure('down', error));
    return done({ notes: added }, isWhole(error));
  }
  findings.push(...later);
  const back = sortOut(await scratch.changedSince(first.factsBefore), [first.said, down]);
  findings.push(
    ...back.differences.map((difference) => ({ step: 'down', kind: 'fact', difference }) as const),
  );
  const rowsAfter = await scratch.rows();
  const rowsBack = rowChanges({
    before: first.rowsBefore,
    between: rowsUp,
    after: rowsAfter,
    targets: new Set([...first.said.targets, ...down.targets]),
  });
  findings.push(...rowsBack.unmeant.map((words) => ({ step: 'down', kind: 'rows', words }) as const));
  const left = rowsBack.leaves.map((words) => `its down leaves rows: ${words}`);
  const notes = [...added, ...left, ...back.moved];
  await scratch.handOver(first.rowsBefore, rowsUp, rowsAfter);
  try {
    await apply(context, loaded);
  } catch (error) {
    findings.push(failure('second up', error));
    return done({ loses: rowsBack.loses, notes }, false);
  }
  const again = sortOut(await scratch.changedSince(factsUp), [first.said, down]);
  findings.push(
    ...again.differences.map((difference) => ({ step: 'second up', kind: 'fact', difference }) as const),
  );
  return done({ loses: rowsBack.loses, notes }, true);
}

/** Applies a migration that need not be proven; what it failed with, if it did. */
export async function applyKnown(
  context: ProvingContext,
  loaded: LoadedMigration,
): Promise<ProofFinding | undefined> {
  const went = await firstUp(context, loaded);
  return 'failure' in went ? failure('up', went.failure) : undefined;
}

interface Begun {
  readonly rows: ProofRows;
  readonly refusal: string | undefined;
  readonly statements: readonly ProbedStatement[] | undefined;
}
interface Went extends Begun {
  readonly said: SaidByStatements;
  readonly factsBefore: Awaited<ReturnType<Scratch['facts']>>;
  readonly rowsBefore: Awaited<ReturnType<Scratch['rows']>>;
  readonly formsBefore: ReadonlyMap<string, TableForm>;
}

const FEWER: Readonly<Record<ProofRows, ProofRows | undefined>> = {
  all: 'plain',
  plain: 'none',
  none: undefined,
};

/**
 * The first up: where it fails on rows that were made up, again on fewer, since a project may know that there are no
 * such ones. What it fails on without any is its own fault.
 */
async function firstUp(
  context: ProvingContext,
  loaded: LoadedMigration,
): Promise<Went | (Begun & { readonly failure: unknown })> {
  const { session, scratch } = context;
  const factsBefore = await scratch.sameFacts();
  const formsBefore = await readForms(session.client, session.table);
  let [rows, refusal]: [ProofRows, string | undefined] = ['all', undefined];
  for (;;) {
    const rowsBefore = await scratch.rows();
    try {
      return { rows, refusal, factsBefore, formsBefore, rowsBefore, ...(await watchedUp(context, loaded)) };
    } catch (error) {
      const next: ProofRows | undefined = FEWER[rows];
      const mayRetry = !session.signal.aborted && session.isAlive() && !(causeOf(error) instanceof Problem);
      if (next === undefined || !mayRetry || !(await scratch.empty())) {
        return { rows, refusal, statements: undefined, failure: error };
      }
      refusal ??= wordsOf(error);
      rows = next;
      if (rows === 'plain') await scratch.fill(rows);
    }
  }
}

async function watchedUp(
  context: ProvingContext,
  loaded: LoadedMigration,
): Promise<Pick<Went, 'said' | 'statements'>> {
  const { session, probe } = context;
  const run = async (): Promise<SaidByStatements> =>
    await listening(session, async () => {
      await apply(context, loaded);
    });
  if (!probe) return { said: await run(), statements: undefined };
  const { result, statements } = await probing(session, run);
  return { said: result, statements };
}

async function apply({ session, number }: ProvingContext, loaded: LoadedMigration): Promise<void> {
  await applyOne(session, loaded, { deploy: number, batch: 1, restored: undefined });
}

/**
 * What is to be blamed on a migration, and what only moved: a column that comes back stands behind the others, since
 * Postgres puts none anywhere else, and one that has been a table's own stays that when the table becomes an heir again.
 */
function sortOut(
  differences: readonly ChangedFact[],
  said: readonly SaidByStatements[],
): { readonly differences: readonly ChangedFact[]; readonly moved: readonly string[] } {
  const own = blamedOn(
    said.map(({ text }) => text),
    differences,
  );
  // Nobody can make an index that is not valid, or wants one.
  const isMended = ({ kind, fact, after }: ChangedFact): boolean =>
    kind === 'index' && fact === 'valid' && after === true;
  return {
    differences: own.filter((one) => !isOnlyPlace(one) && !isMended(one)),
    moved: own
      .filter((one) => isOnlyPlace(one) && one.fact !== 'inherited')
      .map(({ object, fact, before, after }) =>
        fact === 'local'
          ? `${object} stays now when the table goes that it was inherited from`
          : `${object} is column ${String(after)} of its table, and was ${String(before)}`,
      ),
  };
}

function failure(step: ProofStep, error: unknown): ProofFinding {
  return { step, kind: 'failure', words: wordsOf(error) };
}

/** A failure that was about one migration, without what is said around it. */
function causeOf(error: unknown): unknown {
  return error instanceof FailedMigration ? error.cause : error;
}

function wordsOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Problem ? cause.what : serverWords(cause);
}

/** Whether what failed left nothing of itself behind. */
function isWhole(error: unknown): boolean {
  return error instanceof FailedMigration && error.isTransactional;
}
