import { mayDiffer } from '../migrations/index.ts';
import type { MigrationPlan } from '../migrations/index.ts';
import { Problem } from '../problem.ts';
import { FORMAT_OPTION } from './format-option.ts';
import { exitCodeOf, untilInterrupted } from './interruption.ts';
import { planForPrograms, planInWords } from './plan-output.ts';
import { aloud, asCalled, print, progress, WAITING } from './terminal.ts';

/** Options of the commands that can be tried. */
export const DRY_RUN_OPTIONS = {
  'dry-run': {
    type: 'boolean',
    help: 'try it in a transaction that is taken back; print the SQL, its locks and whom they block',
  },
  ...FORMAT_OPTION,
} as const;

/** Runs what migrates, says how it goes, and ends it at a safe point when it is told to end. */
export async function runToTheEnd(
  run: (signal: AbortSignal, onStart: (name: string) => void) => Promise<number | undefined>,
): Promise<number | undefined> {
  return await untilInterrupted(async (signal) => {
    try {
      return await aloud(WAITING, async (onStart) => run(signal, onStart));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'migrations/interrupted') throw error;
      progress(asCalled(error.message));
      return exitCodeOf(signal);
    }
  });
}

/** Prints what would be done; exit code 1 where it would fail. */
export function printPlan(
  plan: MigrationPlan,
  { where, format }: { readonly where: string; readonly format: string | undefined },
): number | undefined {
  print(format === 'json' ? planForPrograms(plan) : planInWords(plan, where));
  if (plan.stopped === undefined) return plan.differences?.every(mayDiffer) === false ? 1 : undefined;
  progress(asCalled(plan.stopped.message));
  return 1;
}
