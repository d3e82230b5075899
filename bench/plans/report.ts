import { countEnds, groupReasons } from './outcome.ts';
import type { Made, Outcome, Told, Trial } from './outcome.ts';

const MOST = 25;

/** Prints what came of many cases: how they ended, and why not well. */
export function printTrials(title: string, trials: readonly Trial[]): void {
  const made = trials.filter((one): one is Made => !('notMade' in one));
  print(
    `\n== ${title}: ${trials.length}, of which ${made.length} could be made, ${made.filter(({ rows }) => rows).length} with rows`,
  );
  for (const one of trials) if ('notMade' in one) print(`  not made: ${short(one.name)}: ${one.notMade}`);
  const judged = made.filter(({ isJudged }) => isJudged);
  const others = made.filter(({ isJudged }) => !isJudged);
  for (const [of, cases] of [
    ['all', made],
    ['of which the verdict finds', judged],
    ['of which it finds nothing', others],
  ] as const) {
    if (cases.length === 0 || (of !== 'all' && cases.length === made.length)) continue;
    print(`\n-- ${of}: ${cases.length}`);
    print(
      `  pg-delta up    ${countEnds(cases.map(({ up }) => up))}; the verdict agrees in ${cases.filter(({ agrees }) => agrees).length}`,
    );
    print(`  pg-delta down  ${countEnds(cases.map(({ down }) => down))}`);
    const ours = cases.flatMap((one) => (one.ours === undefined ? [] : [one.ours]));
    if (ours.length > 0) {
      print(
        `  fixes up       ${countEnds(ours)}; the verdict agrees in ${ours.filter(({ agrees }) => agrees).length}`,
      );
    }
    print(
      `  plans with actions: up ${cases.filter(({ up }) => up.statements.length > 0).length}, down ${cases.filter(({ down }) => down.statements.length > 0).length}`,
    );
  }
  printReasons(
    'pg-delta up',
    made.map(({ name, up }) => ({ name, outcome: up })),
  );
  printReasons(
    'pg-delta down',
    made.map(({ name, down }) => ({ name, outcome: down })),
  );
  printReasons(
    'fixes up, where the verdict finds something',
    judged.flatMap(({ name, ours }) => (ours === undefined ? [] : [{ name, outcome: ours }])),
  );
  printTold(made);
}

/** Prints each trap in a line. */
export function printTraps(title: string, trials: readonly Trial[]): void {
  print(`\n== ${title}`);
  for (const one of trials) {
    if ('notMade' in one) print(`${one.name}: not made: ${one.notMade}`);
    else {
      print(one.name);
      for (const way of ['up', 'down'] as const) print(`  ${way.padEnd(5)} ${lineOf(one[way])}`);
      if (one.ours !== undefined) {
        const left = one.ours.agrees === true ? 'the verdict agrees' : 'the verdict does not agree';
        print(`  fixes ${lineOf(one.ours)}; ${left}`);
      }
      const renames = one.up.told?.renames ?? [];
      if (renames.length > 0) print(`  renames: ${renames.join('; ')}`);
    }
  }
  printTold(trials.filter((one): one is Made => !('notMade' in one)));
}

function lineOf({ end, reasons, lost, told, statements }: Outcome): string {
  const why = [...new Set(reasons)].slice(0, 4).join(', ');
  const losses = lost.length === 0 ? '' : `; ${lost.join(', ')} are lost`;
  const said = told?.destroys === true ? '; says that it destroys' : '';
  return `${end}${why === '' ? '' : ` (${short(why)})`}, ${statements.length} statements${losses}${said}`;
}

function printReasons(
  title: string,
  seen: readonly { readonly name: string; readonly outcome: Outcome }[],
): void {
  const groups = groupReasons(seen);
  print(`\n-- ${title}: why not right`);
  for (const { reason, count, example } of groups.slice(0, MOST)) {
    print(`  ${String(count).padStart(4)}  ${reason}\n        ${short(example)}`);
  }
  const rest = groups.slice(MOST).reduce((sum, { count }) => sum + count, 0);
  if (rest > 0) print(`  ${String(rest).padStart(4)}  ${groups.length - MOST} other reasons`);
}

/** What plans say of themselves beside what was seen. */
function printTold(made: readonly Made[]): void {
  const ran = made
    .flatMap(({ name, rows, up, down }) => [up, down].map((outcome) => ({ name, rows, outcome })))
    .filter(
      (one): one is { name: string; rows: boolean; outcome: Outcome & { told: Told } } =>
        one.outcome.told !== undefined,
    );
  const done = ran.filter(({ rows, outcome }) => rows && outcome.end !== 'failed');
  const count = (is: (outcome: Outcome & { told: Told }) => boolean): number =>
    done.filter(({ outcome }) => is(outcome)).length;
  print('\n-- what plans say of themselves, where they ran on tables with rows');
  print(
    `  plans ${done.length}; rows or values of what stays were lost in ${count(({ lost }) => lost.length > 0)}, unsaid in ${count(({ lost, told }) => lost.length > 0 && !told.destroys)}`,
  );
  print(
    `  said to be a rewrite ${count(({ told }) => told.rewrites)}, of which none was ${count(({ told }) => told.rewrites && !told.rewrote)}; a rewrite unsaid ${count(({ told }) => !told.rewrites && told.rewrote)}`,
  );
  print(
    `  with a statement after which it must commit, or that runs alone: ${ran.filter(({ outcome }) => outcome.told.breaks > 0).length} of ${ran.length}`,
  );
  for (const { name, outcome } of done.filter(({ outcome }) => outcome.lost.length > 0).slice(0, MOST)) {
    print(`    loses ${outcome.lost.join(', ')}${outcome.told.destroys ? '' : ', unsaid'}: ${short(name)}`);
  }
}

function short(text: string): string {
  return text.length > 150 ? `${text.slice(0, 149)}…` : text;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
