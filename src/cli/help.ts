import { COMMANDS } from './commands.ts';
import type { Command } from './command.ts';
import { columns } from './terminal.ts';

/** The list of all commands. */
export function overview(): string {
  return [
    'keelson: Knex migrations and Drizzle queries on one PostgreSQL database',
    '',
    'usage: keelson <command> [options]',
    '',
    columns(COMMANDS.map(({ name, summary }) => [name, summary])),
    '',
    'keelson <command> --help tells more of one. Exit codes: 0 done, 1 failed or refused, 2 called wrongly;',
    'of check: 0 agree, 1 differ, 2 could not tell.',
  ].join('\n');
}

/** What one command does and takes. */
export function commandHelp({ name, usage, about, options }: Command): string {
  const specs = Object.entries(options).map(([option, { value, help, choices }]) => [
    `--${option}${choices === undefined ? (value === undefined ? '' : ` ${value}`) : ` ${choices.join('|')}`}`,
    help,
  ]);
  return [
    `usage: keelson ${[name, ...(usage === undefined ? [] : [usage]), '[options]'].join(' ')}`,
    '',
    about.trim(),
    '',
    columns([...specs, ['--help', 'show this']]),
  ].join('\n');
}
