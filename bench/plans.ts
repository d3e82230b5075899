/*
 * What @supabase/pg-delta plans from one database to another, run for real in both directions and judged by
 * compareDatabases, and the verdict's own fixes for the same: node --import tsx bench/plans.ts [15|18] [a|b|c|d|e ...]
 * Two servers of its own, since roles are a server's. --every 5 takes each fifth case, --match those that say so,
 * --renames takes what is unambiguously called otherwise for a rename, --out writes down all that was seen.
 * Prints, asserts nothing.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { changedDatabases, changedSchemas, trapped } from './plans/cases.ts';
import type { Batch } from './plans/cases.ts';
import type { Trial } from './plans/outcome.ts';
import { printTraps, printTrials } from './plans/report.ts';
import { measureScale } from './plans/scale.ts';
import { programsOf, Side } from './plans/side.ts';
import { printTellings } from './plans/telling.ts';
import { tryCase } from './plans/trial.ts';
import type { Place } from './plans/trial.ts';

const ROOT = path.resolve(__dirname, '..');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      every: { type: 'string', default: '1' },
      match: { type: 'string', default: '' },
      renames: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const major = positionals.find((word) => /^\d+$/.test(word)) ?? '18';
  const parts = positionals.filter((word) => /^[a-e]$/.test(word));
  const isWanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
  const programs = programsOf(ROOT, major);
  const sides = { from: new Side(programs), to: new Side(programs) };
  const seen: Partial<Record<'a' | 'b' | 'c', readonly Trial[]>> = {};
  const some = { every: Number(values.every), match: new RegExp(values.match) };
  const place = { ...sides, version: Number(major), renames: values.renames ? 'auto' : 'off' } as const;
  try {
    if (isWanted('a')) {
      seen.a = await tryAll(place, await changedSchemas(ROOT), some);
      printTrials('a: changes to databases of Drizzle schemas', seen.a);
    }
    if (isWanted('b')) {
      seen.b = await tryAll(place, changedDatabases(), some);
      printTrials('b: changes of each kind of object', seen.b);
    }
    if (isWanted('c')) {
      seen.c = await tryAll(place, trapped(), some);
      printTraps('c: traps', seen.c);
    }
    if (isWanted('e')) await printTellings(place);
  } finally {
    await sides.from.close();
    await sides.to.close();
  }
  if (isWanted('d')) await measureScale(programs);
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(seen, undefined, 1));
}

/** Which cases. */
interface Some {
  readonly every: number;
  readonly match: RegExp;
}

/** Tries each case in turn: times are not what is measured here. */
async function tryAll(
  place: Place,
  batches: readonly Batch[],
  { every, match }: Some,
): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  let count = 0;
  for (const { ground, cases } of batches) {
    const wanted = cases.filter(({ name, since = 0 }) => since <= place.version && match.test(name));
    if (wanted.length === 0) continue;
    await place.from.begin(ground);
    await place.to.begin(ground);
    for (const one of wanted) {
      count += 1;
      if (count % every !== 0) continue;
      trials.push(await tryCase(place, one));
      if (trials.length % 50 === 0) process.stderr.write(`${trials.length} cases\n`);
    }
  }
  return trials;
}

void main();
