import type { Client } from 'pg';
import type { CatalogObject } from '../../catalog/object.ts';
import { indexesBack } from '../../parity/back/indexes-back.ts';
import { lostOnTheWay, restOfTheWay } from '../../parity/back/rest.ts';
import { wayBack } from '../../parity/back/way-back.ts';
import type { Finding } from '../../parity/fix/index.ts';
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
  readonly back: Pieces;
}

/** Plans the migrations one after the other: each is run, and its way back follows from what it has changed. */
export async function planFiles(planning: Planning, first: Between): Promise<readonly PlannedFile[]> {
  const { client, history, version, isAtOnce, onStep } = planning;
  const there: ThereOnly[] = [];
  let before = await readFacts(client, history);
  for (const stage of isAtOnce ? AT_ONCE : stagesOf(first)) {
    const { suffix, isTransactional } = stage;
    onStep(suffix === '' ? 'planning the way there' : `planning the way there: ${suffix}`);
    const { findings, after, ...done } = await goThere(planning, stage, before);
    const back =
      suffix === 'indexes'
        ? indexesBack(before, after)
        : wayBack({ before, after, renamed: renamedBy(findings), version });
    there.push({ suffix, isTransactional, ...done, before, back });
    before = after;
  }
  await planning.onArrival?.();
  const files: PlannedFile[] = [];
  for (const { before: wanted, back, lines, ...one } of there.toReversed()) {
    onStep('planning the way back');
    files.unshift({ ...one, ...(await goBack(planning, { wanted, back, up: lines })) });
  }
  return files;
}

async function goThere(
  { client, run, history, wanted }: Planning,
  { parts, fills }: Stage,
  before: readonly CatalogObject[],
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
    const between = await concludeOn(client, wanted, part.goal);
    findings.push(...between.findings.filter(part.takes));
    await go(printedLines(changeOf(part, between)));
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

/** What a schema can declare goes back first; what is left of all that was true then is put right by itself. */
async function goBack(
  { client, run, history }: Planning,
  {
    wanted,
    back,
    up,
  }: { readonly wanted: readonly CatalogObject[]; readonly back: Pieces; readonly up: string },
): Promise<Pick<PlannedFile, 'lines' | 'down'>> {
  const text = printedLines(back);
  const down = [...(await run(text))];
  const rest = printedLines(restOfTheWay({ before: wanted, after: await readFacts(client, history) }));
  if (rest !== '') down.push(...(await run(rest)));
  return { lines: { up, down: [text, rest].filter((one) => one !== '').join('\n') }, down };
}

function printedLines(pieces: Pieces): string {
  return printed(pieces, { indent: 2, isFile: true });
}
