import { parseArgs } from 'node:util';
import { Problem } from '../problem.ts';
import type { Command, CommandInput, OptionSpecs } from './command.ts';

/** A mistake in how the command was called: exit code 2. */
export class UsageProblem extends Problem {}

/** Reads the words behind a command's name, or says what is wrong with them. */
export function readArguments(
  command: Command,
  words: readonly string[],
  npm: NpmCall | undefined,
): CommandInput<OptionSpecs> {
  const { name, options: specs, maxPositionals = 0, forwards = false } = command;
  const { own, forwarded } = forwards ? splitForwarded(specs, words) : { own: words, forwarded: [] };
  let parsed: {
    values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
    positionals: string[];
  };
  try {
    parsed = parseArgs({
      args: [...own],
      options: Object.fromEntries(Object.entries(specs).map(([option, { type }]) => [option, { type }])),
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw usage(name, firstSentence(error instanceof Error ? error.message : String(error)));
  }
  refuseSwallowed(command, npm);
  const { values, positionals } = parsed;
  if (positionals.length > maxPositionals) {
    throw usage(
      name,
      `too many words: ${positionals
        .slice(maxPositionals)
        .map((word) => `"${word}"`)
        .join(' ')}`,
    );
  }
  for (const [option, { choices }] of Object.entries(specs)) {
    const value = values[option];
    if (choices === undefined || value === undefined || choices.includes(String(value))) continue;
    throw usage(name, `--${option} is one of ${choices.join(', ')}`);
  }
  const given = Object.entries(specs).map(([option, { type }]) => [
    option,
    values[option] ?? (type === 'boolean' ? false : undefined),
  ]);
  return {
    options: Object.fromEntries(given) as CommandInput<OptionSpecs>['options'],
    positionals: [...positionals, ...forwarded],
  };
}

/** Our own options stand first; from the first word that is none of ours, all is for the other program. */
function splitForwarded(
  specs: OptionSpecs,
  words: readonly string[],
): { own: readonly string[]; forwarded: readonly string[] } {
  let index = 0;
  for (let word = words[0]; word !== undefined; word = words[index]) {
    const [option = '', value] = word.replace(/^--/, '').split('=');
    const spec = word.startsWith('--') && Object.hasOwn(specs, option) ? specs[option] : undefined;
    if (spec === undefined) break;
    index += spec.type === 'string' && value === undefined ? 2 : 1;
  }
  const rest = words.slice(index);
  return { own: words.slice(0, index), forwarded: rest[0] === '--' ? rest.slice(1) : rest };
}

/** That a script of npm called us, and which of its own options it took. */
export interface NpmCall {
  readonly script: string;
  readonly options: Readonly<Record<string, string>>;
}

/**
 * `npm run db:seed --mode test` gives --mode to npm, which drops it: a flag such as --dry-run would be
 * ignored in silence. `npm_config_*` shows what npm took. Flags that npm knows itself (--yes) may stand in
 * somebody's .npmrc, so they are neither obeyed nor complained of here.
 */
function refuseSwallowed({ name, options }: Command, npm: NpmCall | undefined): void {
  if (npm === undefined) return;
  const swallowed = Object.keys(options).filter(
    (option) => !NPM_OWN.has(option) && npm.options[option] !== undefined,
  );
  const [option] = swallowed;
  if (option === undefined) return;
  const value = npm.options[option] === 'true' ? '' : ` ${npm.options[option] ?? ''}`;
  throw usage(name, `npm took --${option} for itself; write npm run ${npm.script} -- --${option}${value}`);
}

/** Options of ours that npm has too, with a meaning of its own. */
const NPM_OWN = new Set(['yes', 'help', 'json', 'force']);

function usage(name: string, mistake: string): UsageProblem {
  return new UsageProblem({
    code: 'cli/usage',
    what: `keelson ${name}: ${mistake}`,
    fix: `keelson ${name} --help`,
  });
}

/** parseArgs adds advice on how to pass values that start with a dash, which helps nobody here. */
function firstSentence(message: string): string {
  return message.split(/\. |\n/)[0] ?? message;
}
