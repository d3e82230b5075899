#!/usr/bin/env node
import { closeSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isatty } from 'node:tty';
import { Problem } from '../problem.ts';
import { advised } from './advice.ts';
import type { Call } from './advice.ts';
import { readArguments, UsageProblem } from './arguments.ts';
import type { NpmCall } from './arguments.ts';
import { closest } from './closest.ts';
import type { Command } from './command.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { commandHelp, overview } from './help.ts';
import { stackOf } from '../load-module.ts';
import { asCalled, print, progress } from './terminal.ts';

/** What was called, once it is known: what a failure exits with and says depends on it. */
let called:
  { command: Command; words: readonly string[]; options?: Readonly<Record<string, unknown>> } | undefined;

async function main([name, ...words]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    print(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    print(ownVersion());
    return 0;
  }
  const command = await findCommand(name);
  if (command === undefined) {
    throw new UsageProblem({
      code: 'cli/unknown-command',
      what: `keelson has no command ${name}${didYouMean(name)}`,
      fix: 'keelson --help lists them',
    });
  }
  called = { command, words };
  // Behind other words it may be for a program that the command runs.
  if (command.forwards === true ? words[0] === '--help' : words.includes('--help')) {
    print(commandHelp(command));
    return 0;
  }
  const input = readArguments(command, words, npmCall());
  called = { command, words, options: input.options };
  return (await command.run(input)) ?? 0;
}

/** From the package's own manifest, which lies higher above the compiled file than above the source. */
function ownVersion(): string {
  const manifest = findPackageJSON(__dirname);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

function findPackageJSON(directory: string): string {
  const manifest = path.join(directory, 'package.json');
  return existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"version"')
    ? manifest
    : findPackageJSON(path.dirname(directory));
}

function didYouMean(name: string): string {
  const plain = name.replace(/^db:/, '');
  const close = COMMANDS.find(
    (command) =>
      command.name === plain || command.name.endsWith(`:${plain}`) || command.name.startsWith(plain),
  );
  const meant =
    close?.name ??
    closest(
      plain,
      COMMANDS.map((command) => command.name),
    );
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

function npmCall(): NpmCall | undefined {
  // Not the user's environment but npm's account of how it was called.
  const { npm_lifecycle_event: script } = process.env;
  if (script === undefined) return undefined;
  const options = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('npm_config_') && value !== undefined
      ? [[name.slice('npm_config_'.length).replaceAll('_', '-'), value] as const]
      : [],
  );
  return { script, options: Object.fromEntries(options) };
}

/** A Problem is for the reader; anything else is a bug, and its stack is for whoever mends it. */
async function report(error: unknown): Promise<number> {
  const problem = await explained(error);
  const failure = called?.command.failure ?? 1;
  called?.command.onFailure?.(called.words, problem);
  if (!(problem instanceof Problem)) {
    progress(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
    return failure;
  }
  progress(asCalled(problem.message));
  const stack = problem.code.endsWith('does-not-load') ? stackOf(problem.cause) : undefined;
  if (stack !== undefined)
    progress(`
${stack}`);
  return problem instanceof UsageProblem ? 2 : failure;
}

/** What went wrong, as whoever called needs it said. */
async function explained(error: unknown): Promise<unknown> {
  // Drizzle wraps what it was told by the driver; the driver's word is the one that helps.
  const cause =
    error instanceof Error && error.name === 'DrizzleQueryError' && error.cause !== undefined
      ? error.cause
      : error;
  const missing = missingPackage(cause);
  if (missing !== undefined) {
    return new Problem({
      code: 'cli/missing-package',
      what: `${missing} is not installed in this project`,
      why: 'Keelson uses the copy of the project, and has none of its own',
      fix: `npm install ${missing}`,
      cause,
    });
  }
  if (!(cause instanceof Problem) || cause instanceof UsageProblem) return cause;
  return advised(cause, await callOf(called?.options ?? {}));
}

async function callOf({ url, knexfile }: Readonly<Record<string, unknown>>): Promise<Call> {
  const { findKnexfile } = await import('../migrations/knexfile.ts');
  return { isUrlGiven: url !== undefined, hasKnexfile: (knexfile ?? findKnexfile()) !== undefined };
}

/** The peer that could not be loaded, if that is what went wrong. */
function missingPackage(error: unknown): string | undefined {
  if (
    !(error instanceof Error) ||
    !String((error as NodeJS.ErrnoException).code).endsWith('MODULE_NOT_FOUND')
  )
    return undefined;
  const specifier = /^Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1] ?? '';
  return ['pg', 'drizzle-orm'].find((name) => specifier === name || specifier.startsWith(`${name}/`));
}

// Whoever reads may leave early (keelson status | head -1), and a terminal may go away: what is being done goes on to its
// end all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

// At its end Node gives terminals back as they were, and aborts where one is gone; what is closed it leaves alone.
const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
process.on('exit', () => {
  for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    process.exitCode = await report(error);
  },
);
