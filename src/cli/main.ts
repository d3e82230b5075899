#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from '../problem.ts';
import { readArguments, UsageProblem } from './arguments.ts';
import type { NpmCall } from './arguments.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { commandHelp, overview } from './help.ts';
import { asCalled, print, progress } from './terminal.ts';

/** What a failure exits with, once the command is known. */
let failure = 1;

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
  failure = command.failure ?? 1;
  // Behind other words it may be for a program that the command runs.
  if (command.forwards === true ? words[0] === '--help' : words.includes('--help')) {
    print(commandHelp(command));
    return 0;
  }
  return (await command.run(readArguments(command, words, npmCall()))) ?? 0;
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
  return close === undefined ? '' : ` (did you mean ${close.name}?)`;
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
function report(error: unknown): number {
  // Drizzle wraps what it was told by the driver; the driver's word is the one that helps.
  const cause =
    error instanceof Error && error.name === 'DrizzleQueryError' && error.cause !== undefined
      ? error.cause
      : error;
  if (!(cause instanceof Problem)) {
    progress(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    return failure;
  }
  progress(asCalled(cause.message));
  if (cause.code.endsWith('does-not-load') && cause.cause instanceof Error)
    progress(`\n${cause.cause.stack ?? ''}`);
  return cause instanceof UsageProblem ? 2 : failure;
}

// Whoever reads may leave early (keelson status | head -1): what is being done goes on to its end all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = report(error);
  },
);
