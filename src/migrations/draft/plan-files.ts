import type { Client } from 'pg';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { indexesBack } from '../../parity/back/indexes-back.ts';
import { lostOnTheWay, restOfTheWay } from '../../parity/back/rest.ts';
import { namesBack, wayBack } from '../../parity/back/way-back.ts';
import type { Finding } from '../../parity/fix/index.ts';
import { renamesFirst } from '../../parity/fix/renames-first.ts';
import { printed } from '../../parity/fix/builder/printed.ts';
import type { Pieces } from '../../parity/fix/builder/piece.ts';
import { concludeOn } from '../../parity/stages/conclude-on.ts';
import type { Between, Wanted } from '../../parity/stages/conclude-on.ts';
import { AT_ONCE, changeOf, stagesOf } from '../../parity/stages/stages.ts';
import type { Stage } from '../../parity/stages/stages.ts';
import { readFacts } from '../facts.ts';
import type { HistoryTable } from '../history.ts';
import { fillText } from './fill-text.ts';
import { renamedBy } from './renamed.ts';

/** One migration in lines, and the statements that they send. */
export interface PlannedFile {
  readonly suffix: Stage['suffix'];
  readonly isTransactional: boolean;
  readonly lines: { readonly up: string; readonly down: string };
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly decisions: readonly string[];
}

/** Where and how files are planned. */
export interface Planning {
  /** A database of its own that is as it is to be before. */
  readonly client: Client;
  /** Runs lines of code that know `knex` on it; gives the statements that were sent. */
  readonly run: (lines: string) => Promise<readonly string[]>;
  readonly version: number;
  readonly history: HistoryTable;
  readonly wanted: Wanted;
  /** Whether all goes into one migration, whoever waits meanwhile. */
  readonly isAtOnce: boolean;
  readonly onStep: (step: string) => void;
  /** Called on the database as it is to be, before the way back. */
  readonly onArrival?: () => Promise<void>;
}

/** A migration whose way back is still to be tried. */
interface ThereOnly extends Omit<PlannedFile, 'down' | 'lines'> {
  readonly lines: string;
  readonly before: readonly CatalogObject[];
  readonly after: readonly CatalogObject[];
  readonly renamed: (before: Identity) => Identity;
}

/** Plans the migrations one after the other: each is run, and its way back follows from what it has changed. */
export async function planFiles(planning: Planning, first: Between): Promise<readonly PlannedFile[]> {
  const { client, history, isAtOnce, onStep } = planning;
  const there: ThereOnly[] = [];
  let before = await readFacts(client, history);
  for (const stage of isAtOnce ? AT_ONCE : stagesOf(first)) {
    const { suffix, isTransactional } = stage;
    onStep(suffix === '' ? 'planning the way there' : `planning the way there: ${suffix}`);
    // What is wanted of all at once was asked for already.
    const known = stage === AT_ONCE[0] ? first : undefined;
    const { findings, after, ...done } = await goThere(planning, stage, { before, known });
    there.push({ suffix, isTransactional, ...done, before, after, renamed: renamedBy(findings) });
    before = after;
  }
  await planning.onArrival?.();
  const files: PlannedFile[] = [];
  for (const one of there.toReversed()) {
    onStep('planning the way back');
    const { suffix, isTransactional, up, decisions } = one;
    files.unshift({ suffix, isTransactional, up, decisions, ...(await goBack(planning, one)) });
  }
  return files;
}

async function goThere(
  { client, run, history, wanted }: Planning,
  { parts, fills }: Stage,
  { before, known }: { readonly before: readonly CatalogObject[]; readonly known: Between | undefined },
): Promise<{
  readonly lines: string;
  readonly up: readonly string[];
  readonly findings: readonly Finding[];
  readonly decisions: readonly string[];
  readonly after: readonly CatalogObject[];
}> {
  const texts: string[] = [];
  const up: string[] = [];
  const findings: Finding[] = [];
  const decisions: string[] = [];
  const go = async (text: string): Promise<void> => {
    if (text === '') return;
    texts.push(text);
    up.push(...(await run(text)));
  };
  for (const part of parts) {
    let between = known ?? (await concludeOn(client, wanted, part.goal));
    const change = async (now: Between, takes = part.takes): Promise<void> => {
      findings.push(...now.findings.filter(takes));
      await go(printedLines(changeOf({ ...part, takes }, now)));
    };
    const names = new Set(renamesFirst(between.findings.filter(part.takes), between.both));
    if (names.size > 0) {
      await change(between, (one) => names.has(one));
      between = await concludeOn(client, wanted, part.goal);
    }
    await change(between);
    // What was not to be compared for a name that it had not yet.
    if (between.undecided.length > 0) await change(await concludeOn(client, wanted, part.goal));
    if (fills.size === 0) continue;
    const filling = fillText(fills, between);
    decisions.push(...filling.decisions);
    await go(filling.lines.map((line) => `  ${line}`).join('\n'));
  }
  const after = await readFacts(client, history);
  const lost = lostOnTheWay({ before, after, renamed: renamedBy(findings) });
  await go(printedLines(lost));
  return {
    ...{ lines: texts.join('\n'), up, findings, decisions },
    after: lost.length === 0 ? after : await readFacts(client, history),
  };
}

/**
 * Names come back first, then what a schema can declare; what is left of all that was true then is put right by itself.
 */
async function goBack(
  { client, run, history, version }: Planning,
  { suffix, before, after, renamed, lines: up }: ThereOnly,
): Promise<Pick<PlannedFile, 'lines' | 'down'>> {
  const texts: string[] = [];
  const down: string[] = [];
  const go = async (pieces: Pieces): Promise<void> => {
    const text = printedLines(pieces);
    if (text === '') return;
    texts.push(text);
    down.push(...(await run(text)));
  };
  const now = async (): Promise<readonly CatalogObject[]> => await readFacts(client, history);
  const names = suffix === 'indexes' ? undefined : namesBack({ before, after, renamed, version });
  if (suffix === 'indexes') await go(indexesBack(before, after));
  else if (names === undefined) await go(wayBack({ before, after, renamed, version }));
  else {
    await go(names.pieces);
    await go(wayBack({ before, after: await now(), renamed: names.renamed, version }));
  }
  await go(restOfTheWay({ before, after: await now() }));
  return { lines: { up, down: texts.join('\n') }, down };
}

function printedLines(pieces: Pieces): string {
  return printed(pieces, { indent: 2, isFile: true });
}
