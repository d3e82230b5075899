import { Problem } from '../problem.ts';
import type { RanMigration } from './migrate.ts';
import { interrupted } from './session/interruption.ts';
import { serverWords } from './server-words.ts';
import type { Direction } from './run-migration.ts';

/** A migration that failed, and in which way it was run. */
export class FailedMigration extends Error {
  readonly file: string;
  readonly isTransactional: boolean;

  constructor(
    cause: unknown,
    { file, isTransactional }: { readonly file: string; readonly isTransactional: boolean },
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.file = file;
    this.isTransactional = isTransactional;
  }
}

/** Says which migration failed and how, and what stays of the run. */
export function explainFailure(
  error: unknown,
  {
    applied,
    direction,
    signal,
  }: {
    readonly applied: readonly RanMigration[];
    readonly direction: Direction;
    readonly signal: AbortSignal;
  },
): Error {
  if (signal.aborted) return interrupted(signal, { applied, direction, error });
  if (!(error instanceof FailedMigration)) return error instanceof Error ? error : new Error(String(error));
  const { cause, file, isTransactional } = error;
  if (cause instanceof Problem) return cause;
  const stay = direction === 'up' ? 'applied' : 'rolled back';
  return new Problem({
    code: 'migrations/failed',
    what: `${direction === 'up' ? '' : 'the down of '}${file} failed: ${serverWords(cause)}`,
    why: [
      ...(isTransactional
        ? []
        : [
            'it runs without a transaction: the statements before the one that failed are done, and not run again',
          ]),
      ...(applied.length === 0
        ? isTransactional
          ? ['the database is as it was before']
          : []
        : [`the ones before it stay ${stay}:`, ...applied.map(({ name }) => `  ${name}`)]),
    ].join('\n'),
    fix: isTransactional
      ? 'correct the migration and run the command again'
      : 'make possible what the server refuses, or correct that statement in the file, and run the command again: it goes on with it',
    cause,
  });
}
