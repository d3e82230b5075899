import type { Client } from 'pg';
import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { goAllTheWayBack } from '../../parity/back/go-back.ts';
import { indexesBack } from '../../parity/back/indexes-back.ts';
import { lostOnTheWay, restOfTheWay } from '../../parity/back/rest.ts';
import type { Finding } from '../../parity/fix/index.ts';
import { decisionsOnLabels } from '../../parity/fix/migration/enum.ts';
import { renamesFirst } from '../../parity/fix/renames-first.ts';
import { printed } from '../../parity/fix/builder/printed.ts';
import type { Pieces } from '../../parity/fix/builder/piece.ts';
import { concludeOn } from '../../parity/stages/conclude-on.ts';
import type { Between, Wanted } from '../../parity/stages/conclude-on.ts';
import { atOnce, changeOf, stagesOf } from '../../parity/stages/stages.ts';
import type { Lines, Stage } from '../../parity/stages/stages.ts';
import { besideOf } from '../../parity/stages/beside/find.ts';
import { withNext } from '../../parity/stages/beside/goal.ts';
import { rewrittenBy } from '../../parity/stages/beside/rewritten.ts';
import { readFacts } from '../facts.ts';
import type { HistoryTable } from '../history.ts';
import { fillText } from './fill-text.ts';
import { moveLines } from './moves.ts';
import type { Moves } from './moves.ts';
import { renamedBy } from './renamed.ts';

/** One migration in lines, and the statements that they send. */
export interface PlannedFile {
  readonly suffix: Stage['suffix'];
  readonly isTransactional: boolean;
  readonly lines: { readonly up: string; readonly down: string };
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly decisions: readonly string[];
  readonly waivers?: Stage['waivers'];
  readonly writesOwn?: Stage['writesOwn'];
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
  /** What goes to another namespace before all else. */
  readonly moves?: Moves | undefined;
  /** Called on the database as it is to be, before the way back. */
  readonly onArrival?: () => Promise<void>;
}

/** A migration whose way back is still to be tried. */
interface ThereOnly extends Omit<PlannedFile, 'down' | 'lines'> {
  readonly lines: string;
  readonly before: readonly CatalogObject[];
  /** What is true after its first lines, where its way back ends with lines of their own. */
  readonly begun: readonly CatalogObject[];
  readonly back: Lines | undefined;
  readonly after: readonly CatalogObject[];
  readonly renamed: (before: Identity) => Identity;
}

/** The same, with what reads all that a draft can have to do with. */
interface Reading extends Planning {
  readonly read: () => Promise<readonly CatalogObject[]>;
}

/** Roles are the server's: others make and drop them meanwhile, and only those that differ are the draft's affair. */
function isReached({ findings }: Between): (one: CatalogObject) => boolean {
  const roles = new Set(
    findings.flatMap(({ kind, subject: { declared, live } }) =>
      kind === 'role' ? [declared?.name, live?.name] : [],
    ),
  );
  return ({ kind, name }) => kind !== 'role' || roles.has(name);
}

/** Plans the migrations one after the other: each is run, and its way back follows from what it has changed. */
export async function planFiles(planning: Planning, first: Between): Promise<readonly PlannedFile[]> {
  const { client, history, moves, isAtOnce, onStep } = planning;
  const read = async (): Promise<readonly CatalogObject[]> =>
    (await readFacts(client, history)).filter(isReached(first));
  const reading: Reading = { ...planning, read };
  const there: ThereOnly[] = [];
  let before = await read();
  const go = async (stage: Stage, known?: Between): Promise<void> => {
    const { suffix, isTransactional, back, waivers, writesOwn } = stage;
    onStep(suffix === '' ? 'planning the way there' : `planning the way there: ${suffix}`);
    const { findings, after, ...done } = await goThere(reading, stage, { before, known });
    there.push({
      suffix,
      isTransactional,
      back,
      ...{ waivers, writesOwn },
      ...done,
      before,
      after,
      renamed: renamedBy(findings),
    });
    before = after;
  };
  if (moves !== undefined) await go(moveStage(moves, first.findings.length === 0));
  const stages = isAtOnce ? atOnce(first) : await staged(planning, first, before);
  for (const stage of first.findings.length === 0 ? [] : stages) {
    // What is wanted of all at once was asked for already.
    const isKnown = moves === undefined && stages.length === 1 && stage.parts.length === 1;
    await go(stage, isKnown ? first : undefined);
  }
  await planning.onArrival?.();
  const files: PlannedFile[] = [];
  for (const one of there.toReversed()) {
    onStep('planning the way back');
    const { suffix, isTransactional, up, decisions, waivers, writesOwn } = one;
    files.unshift({
      ...{ suffix, isTransactional, up, decisions, waivers, writesOwn },
      ...(await goBack(reading, one)),
    });
  }
  return isAtOnce ? [inOne(files)] : files;
}

/** Things go to other namespaces as they are. */
function moveStage({ up, down }: Moves, isAlone: boolean): Stage {
  return {
    ...{ suffix: isAlone ? '' : 'move', isTransactional: true },
    parts: [{ lines: moveLines(up) }],
    back: { lines: moveLines(down) },
  };
}

/** Several migrations as one. */
function inOne(files: readonly PlannedFile[]): PlannedFile {
  const back = files.toReversed();
  const text = (all: readonly string[]): string => all.filter((one) => one !== '').join('\n');
  return {
    ...{ suffix: '', isTransactional: true },
    lines: { up: text(files.map(({ lines }) => lines.up)), down: text(back.map(({ lines }) => lines.down)) },
    up: files.flatMap(({ up }) => up),
    down: back.flatMap(({ down }) => down),
    decisions: files.flatMap(({ decisions }) => decisions),
  };
}

/** In which migrations, once it is known which types are changed by a column beside. */
async function staged(
  { client, wanted }: Planning,
  first: Between,
  facts: readonly CatalogObject[],
): Promise<readonly Stage[]> {
  const rewritten = await rewrittenBy(client, first.findings);
  const beside = besideOf({ ...first, facts }, (finding) => rewritten.has(finding));
  if (beside.length === 0) return stagesOf(first);
  return stagesOf(await concludeOn(client, wanted, withNext(beside)), beside);
}

async function goThere(
  { client, run, read, wanted }: Reading,
  { parts, back }: Stage,
  { before, known }: { readonly before: readonly CatalogObject[]; readonly known: Between | undefined },
): Promise<{
  readonly lines: string;
  readonly up: readonly string[];
  readonly findings: readonly Finding[];
  readonly decisions: readonly string[];
  readonly begun: readonly CatalogObject[];
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
  let begun = before;
  for (const part of parts) {
    if ('lines' in part) {
      await go(part.lines);
      if (back !== undefined && part === parts[0]) begun = await read();
      continue;
    }
    let between = known ?? (await concludeOn(client, wanted, part.goal));
    if ('columns' in part) {
      const filling = fillText(part, between);
      if (part.rows !== 'left') decisions.push(...filling.decisions);
      await go(filling.lines.map((line) => `  ${line}`).join('\n'));
      continue;
    }
    const change = async (now: Between, takes = part.takes): Promise<void> => {
      const taken = now.findings.filter(takes);
      findings.push(...taken);
      decisions.push(
        ...decisionsOnLabels(
          taken.map(({ subject }) => subject),
          now.both,
        ),
      );
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
  }
  const after = await read();
  // What the first lines took away is not lost.
  const kept = new Set(begun.map(identityKey));
  const meant = before.filter(
    (one) => one.kind !== 'trigger' || begun === before || kept.has(identityKey(one)),
  );
  const lost = lostOnTheWay({ before: meant, after, renamed: renamedBy(findings) });
  await go(printedLines(lost));
  return {
    ...{ lines: texts.join('\n'), up, findings, decisions, begun },
    after: lost.length === 0 ? after : await read(),
  };
}

/** Takes the way back, and notes what it comes to. */
async function goBack(
  { client, run, read, version }: Reading,
  { suffix, before, begun, back, after, renamed, lines: up }: ThereOnly,
): Promise<Pick<PlannedFile, 'lines' | 'down'>> {
  const texts: string[] = [];
  const down: string[] = [];
  const goLines = async (text: string): Promise<void> => {
    if (text === '') return;
    texts.push(text);
    down.push(...(await run(text)));
  };
  const go = async (pieces: Pieces): Promise<void> => {
    await goLines(printedLines(pieces));
  };
  const { rows } = await client.query<{ role: string }>('select current_user as role');
  const role = rows[0]?.role ?? '';
  if (suffix === 'indexes') {
    await go(indexesBack(before, after));
    await go(restOfTheWay({ before, after: await read() }));
  } else {
    await goAllTheWayBack({ before: begun, after, renamed, version }, { go, now: read, role });
  }
  if (back !== undefined) {
    await goLines(back.lines);
    await go(restOfTheWay({ before, after: await read(), role }));
  }
  return { lines: { up, down: texts.join('\n') }, down };
}

function printedLines(pieces: Pieces): string {
  return printed(pieces, { indent: 2, isFile: true });
}
