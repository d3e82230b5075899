import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { access, functions, sequences, views } from './generated/programs.ts';
import { cargo, ports } from './generated/rows.ts';
import { random } from './generated/step.ts';
import type { Step, Story } from './generated/step.ts';
import { builtTable, partitions, tableSettings, writtenTable } from './generated/tables.ts';
import { builtEnums, composites, domains, enums, extensions } from './generated/types.ts';

/** A migration as it lies in a folder. */
export interface GeneratedMigration {
  readonly name: string;
  /** The name with its extension. */
  readonly file: string;
  /** What it does, in words. */
  readonly kind: string;
  readonly text: string;
}

export interface HistoryOptions {
  readonly count: number;
  readonly seed?: number;
  /** Whether all of it can run in one transaction, as stock Knex runs a deploy; without that all kinds are there. */
  readonly inOneTransaction?: boolean;
}

const STORIES: readonly Story[] = [
  builtTable,
  writtenTable,
  tableSettings,
  partitions,
  enums,
  builtEnums,
  domains,
  composites,
  views,
  functions,
  access,
  sequences,
  cargo,
];

/** How many stories are told at once. */
const OPEN = 7;

/**
 * A history as a project gets it over the years: stories that each go on for some migrations, mixed with each other,
 * each migration with a down that restores what was. The same seed gives the same history.
 */
export function generateHistory({
  count,
  seed = 1,
  inOneTransaction = false,
}: HistoryOptions): readonly GeneratedMigration[] {
  const next = random(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
  const stepsOf = (story: Story, n: number): Step[] =>
    story({ n, pick }).filter(({ isAlone = false }) => !(isAlone && inOneTransaction));
  const steps = stepsOf(ports, 0);
  const open = [stepsOf(extensions, 0)];
  // Every story begins once before one begins again.
  for (let n = 1; steps.length < count;) {
    while (open.length < OPEN) {
      open.push(stepsOf(STORIES[n % STORIES.length] ?? ports, n));
      n += 1;
    }
    const at = Math.floor(next() * OPEN);
    const step = open[at]?.shift();
    if (step === undefined) open.splice(at, 1);
    else steps.push(step);
  }
  return steps.slice(0, count).map((step, index) => {
    const name = `${20240101000000 + index}_${step.kind.toLowerCase().replaceAll(/[^a-z]+/g, '_')}`;
    const isTyped = next() < 0.5;
    return {
      name,
      file: `${name}.${isTyped ? 'ts' : 'js'}`,
      kind: step.kind,
      text: isTyped ? typed(step) : plain(step),
    };
  });
}

/** Writes migrations into a folder that is there. */
export function writeHistory(folder: string, migrations: readonly GeneratedMigration[]): void {
  for (const { file, text } of migrations) writeFileSync(path.join(folder, file), text);
}

function typed({ up, down, isConcurrent = false }: Step): string {
  return `import type { Knex } from 'knex';
${isConcurrent ? '\nexport const config = { transaction: false };\n' : ''}
export async function up(knex: Knex): Promise<void> {
${body(up)}
}

export async function down(knex: Knex): Promise<void> {
${body(down)}
}
`;
}

function plain({ up, down, isConcurrent = false }: Step): string {
  return `'use strict';
${isConcurrent ? '\nexports.config = { transaction: false };\n' : ''}
exports.up = async (knex) => {
${body(up)}
};

exports.down = async (knex) => {
${body(down)}
};
`;
}

function body(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}
