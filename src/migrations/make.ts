import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { isSource, withoutExtension } from '../load-module.ts';
import { Problem } from '../problem.ts';
import { migrationDirectories } from './knexfile.ts';

const TYPESCRIPT = `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
}

export async function down(knex: Knex): Promise<void> {
}
`;

const JAVASCRIPT = `/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
};
`;

/** Writes an empty migration that sorts behind all others, and returns its file. */
export function makeMigration({
  config,
  name,
  now = new Date(),
}: {
  config: Knex.Config;
  name: string;
  now?: Date;
}): string {
  const { file, isTypeScript } = newMigrationFile({ config, name, now });
  // Never over a file that is there.
  writeFileSync(file, isTypeScript ? TYPESCRIPT : JAVASCRIPT, { flag: 'wx' });
  return file;
}

/** Where a migration that sorts behind all others is to be written, in a folder that is there, and in which language. */
export function newMigrationFile({
  config,
  name,
  now = new Date(),
}: {
  config: Knex.Config;
  name: string;
  now?: Date;
}): { readonly file: string; readonly isTypeScript: boolean } {
  refuseBadName(name);
  const directories = migrationDirectories(config);
  const directory = directories.at(-1) ?? './migrations';
  mkdirSync(directory, { recursive: true });
  const extension = config.migrations?.extension ?? 'ts';
  const file = path.join(directory, `${nextTimestamp(directories, now)}_${name}.${extension}`);
  return { file, isTypeScript: extension.endsWith('ts') };
}

/** Refuses what cannot be a part of a file's name, with one that can. */
export function refuseBadName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(name)) return;
  const better = name
    .trim()
    .toLowerCase()
    .replace(/\.(?:ts|js)$/, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 100);
  throw new Problem({
    code: 'migrations/bad-name',
    what: name === '' ? 'a migration needs a name' : `"${name}" cannot be the name of a migration`,
    why: 'it becomes a part of a file name and of the history: letters, digits, _ and -, at most 100 of them',
    fix: better === '' ? 'npm run db:migrate:make add_nickname' : `npm run db:migrate:make ${better}`,
  });
}

/** Refuses the name of a migration that is there: nobody could tell the two apart in a sentence. */
export function refuseTakenName({ config, name }: { config: Knex.Config; name: string }): void {
  const taken = migrationDirectories(config)
    .filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory))
    .find((entry) => isSource(entry) && withoutExtension(entry).replace(/^\d+_/, '') === name);
  if (taken === undefined) return;
  throw new Problem({
    code: 'migrations/name-taken',
    what: `there is a migration of that name: ${taken}`,
    why: 'two of one name are told apart by their timestamps alone',
    fix: `choose another name, or go on with that one: npm run db:migrate:make ${name}_again`,
  });
}

/** Now, in UTC as Knex writes it, or the second behind the newest migration where a clock runs ahead of ours. */
function nextTimestamp(directories: readonly string[], now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  const last = directories
    .filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory))
    .flatMap((entry) => /^\d{14}(?=_)/.exec(entry) ?? [])
    .sort()
    .at(-1);
  if (last === undefined || last < stamp) return stamp;
  const [year, month, day, hour, minute, second] = (last.match(/^(\d{4})|\d{2}/g) ?? []).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const next = new Date(Date.UTC(year, month - 1, day, hour, minute, second + 1));
  return next.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
}
