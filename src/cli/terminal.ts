import { createInterface } from 'node:readline/promises';

/** What a command is for: its result, on stdout. */
export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** How it is going, on stderr, so that a result can be piped. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Whether a person can answer. */
export function isAttended(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks, and takes nothing but a yes for a yes. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await asked(`${question} [y/N] `));
}

/** Asks which of several it is; undefined where there is no such answer, or nobody to give one. */
export async function choose(question: string, answers: readonly string[]): Promise<number | undefined> {
  progress(question);
  answers.forEach((answer, index) => {
    progress(`  ${index + 1}) ${answer}`);
  });
  const chosen = Number(await asked(`1 to ${answers.length}: `));
  return Number.isInteger(chosen) && chosen >= 1 && chosen <= answers.length ? chosen - 1 : undefined;
}

/** One line from the terminal; empty where there is none. */
async function asked(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // One that is gone cannot be set as it was either; that it closes is all that there is to know.
  const ignore = (): void => undefined;
  process.stdin.on('error', ignore);
  // Ctrl-C, Ctrl-D and a terminal that goes away are no answer.
  const none = new Promise<undefined>((resolve) => {
    const end = (): void => {
      resolve(undefined);
    };
    terminal.on('close', end).on('error', end);
  });
  try {
    const answer = await Promise.race([terminal.question(question).catch(() => undefined), none]);
    if (answer === undefined) progress('');
    return answer?.trim() ?? '';
  } finally {
    terminal.close();
    process.stdin.off('error', ignore);
  }
}

/** Rows of words in columns. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): string {
  const widths = rows.reduce<number[]>(
    (widths, row) => row.map((cell, index) => Math.max(widths[index] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      `${indent}${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
    )
    .join('\n');
}

/** A duration as a person says it. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `1 migration`, `2 migrations`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * Advice in the words by which the reader called us: messages name the scripts of package.json
 * (npm run db:migrate), which a project that calls the command itself may not have.
 */
export function asCalled(text: string): string {
  // Not the user's environment but npm's account of how it was called.
  if (process.env.npm_lifecycle_event?.startsWith('db:') === true) return text;
  return text.replaceAll(/npm run (?:-s )?db:([a-z:]+)(?: --(?= -))?/g, 'npx keelson $1');
}

/** What a run does before its first migration. */
export const WAITING = 'waiting to begin (another deploy may hold the lock)';

/**
 * Says on stderr what is running when it takes longer than a second, and then ever more rarely: silence looks like a
 * hang. `use` is given what to call when the next thing begins.
 */
export async function aloud<Result>(
  first: string,
  use: (onStart: (name: string) => void) => Promise<Result>,
): Promise<Result> {
  let running = first;
  let start = performance.now();
  let said = 1000;
  const timer = setInterval(() => {
    const elapsed = performance.now() - start;
    if (elapsed < said) return;
    progress(`${running}: ${duration(elapsed)} so far`);
    said = Math.max(elapsed * 2, 5000);
  }, 250);
  try {
    return await use((name) => {
      running = name;
      start = performance.now();
      said = 1000;
    });
  } finally {
    clearInterval(timer);
  }
}
