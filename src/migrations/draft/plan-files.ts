import type { Client } from 'pg';
import type { Knex } from 'knex';
import type { CatalogObject } from '../../catalog/object.ts';
import { indexesBack } from '../../parity/back/indexes-back.ts';
import { wayBack } from '../../parity/back/way-back.ts';
import type { Finding } from '../../parity/fix/index.ts';
import { printed } from '../../parity/fix/builder/printed.ts';
import { concludeOn } from '../../parity/stages/conclude-on.ts';
import type { Between, Wanted } from '../../parity/stages/conclude-on.ts';
import { AT_ONCE, changeOf, stagesOf } from '../../parity/stages/stages.ts';
import type { Stage } from '../../parity/stages/stages.ts';
import { readFacts } from '../facts.ts';
import type { HistoryTable } from '../history.ts';
import { fillText } from './fill-text.ts';
import { renamedBy } from './renamed.ts';
import { runnerOn } from './run-code.ts';
import type { Runner } from './run-code.ts';

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
  readonly version: number;
  readonly config: Knex.Config;
  readonly history: HistoryTable;
  readonly wanted: Wanted;
  /** Whether all goes into one migration, whoever waits meanwhile. */
  readonly isAtOnce: boolean;
  readonly onStep: (step: string) => void;
}

/** Plans the migrations one after the other: each is run, and its way back follows from what it has changed. */
export async function planFiles(planning: Planning, first: Between): Promise<readonly PlannedFile[]> {
  const { client, config, history, isAtOnce, onStep } = planning;
  const stages = isAtOnce ? AT_ONCE : stagesOf(first);
  await using runner = await runnerOn(client, config);
  const planned: (PlannedFile & { readonly before: readonly CatalogObject[] })[] = [];
  let before = await readFacts(client, history);
  for (const stage of stages) {
    onStep(stage.suffix === '' ? 'planning the way there' : `planning the way there: ${stage.suffix}`);
    const { text, sent, findings, decisions } = await runStage(planning, runner, stage);
    const after = await readFacts(client, history);
    const pieces =
      stage.suffix === 'indexes'
        ? indexesBack(before, after)
        : wayBack({ before, after, renamed: renamedBy(findings), version: planning.version });
    planned.push({
      suffix: stage.suffix,
      isTransactional: stage.isTransactional,
      lines: {
        up: text,
        down: printed(pieces, { indent: 2, isFile: true }),
      },
      ...{ up: sent, down: [], decisions, before },
    });
    before = after;
  }
  const files: PlannedFile[] = [];
  for (const one of planned.toReversed()) {
    onStep('planning the way back');
    files.unshift({ ...one, down: await runner.run(one.lines.down) });
  }
  return files;
}

async function runStage(
  { client, wanted }: Planning,
  runner: Runner,
  { parts, fills }: Stage,
): Promise<{
  readonly text: string;
  readonly sent: readonly string[];
  readonly findings: readonly Finding[];
  readonly decisions: readonly string[];
}> {
  const texts: string[] = [];
  const sent: string[] = [];
  const findings: Finding[] = [];
  const decisions: string[] = [];
  const run = async (text: string): Promise<void> => {
    if (text === '') return;
    texts.push(text);
    sent.push(...(await runner.run(text)));
  };
  for (const part of parts) {
    const between = await concludeOn(client, wanted, part.goal);
    findings.push(...between.findings.filter(part.takes));
    await run(printed(changeOf(part, between), { indent: 2, isFile: true }));
    if (fills.size === 0) continue;
    const filling = fillText(fills, between);
    decisions.push(...filling.decisions);
    await run(filling.lines.map((line) => `  ${line}`).join('\n'));
  }
  return { text: texts.join('\n'), sent, findings, decisions };
}
