import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { asCalled, print, progress } from './terminal.ts';
import { FORMATS, formatFailure } from './verdict-formats.ts';

/** Where a verdict goes: a file, or stdout. */
export function writeVerdict(text: string, output: string | undefined): void {
  if (output === undefined) {
    print(text);
    return;
  }
  write(text, output);
  progress(`written to ${output}`);
}

/**
 * Says in the format that was asked for that there is no verdict, and puts it in the place of the last one: whoever
 * reads the file would take that for this run's. The words are read leniently, since they may be what is wrong.
 */
export function writeFailure(words: readonly string[], error: unknown): void {
  const { format, output } = wanted(words);
  if (format === 'text' && output === undefined) return;
  const text = formatFailure(failureOf(error), format);
  if (output === undefined) {
    print(text);
    return;
  }
  try {
    write(text, output);
  } catch {
    // That it cannot be written is what went wrong, or comes on top of it.
  }
}

function write(text: string, output: string): void {
  try {
    writeFileSync(path.resolve(output), text.endsWith('\n') ? text : `${text}\n`);
  } catch (cause) {
    throw new Problem({
      code: 'cli/output',
      what: `the verdict cannot be written to ${shownPath(path.resolve(output))}: ${reasonOf(cause)}`,
      fix: 'name a file with --output in a folder that is there and that may be written to',
      cause,
    });
  }
}

const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'what stands before it is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
};

function reasonOf(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

function wanted(words: readonly string[]): {
  format: (typeof FORMATS)[number];
  output: string | undefined;
} {
  const { values } = parseArgs({
    args: [...words],
    options: { format: { type: 'string' }, output: { type: 'string' } },
    strict: false,
  });
  const { format, output } = values;
  return {
    format: FORMATS.find((one) => one === format) ?? 'text',
    output: typeof output === 'string' ? output : undefined,
  };
}

function failureOf(error: unknown): { code: string | null; message: string; fix: string | null } {
  if (error instanceof Problem) {
    const { code, what, why, fix } = error;
    return { code, message: [what, ...(why === undefined ? [] : [why])].join('\n'), fix: asCalled(fix) };
  }
  return { code: null, message: error instanceof Error ? error.message : String(error), fix: null };
}
