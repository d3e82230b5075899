import { writeFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { nameAt, sqlTokens } from '../parity/declared/sql-tokens.ts';
import type { SqlToken } from '../parity/declared/sql-tokens.ts';
import { Problem } from '../problem.ts';
import { migrationFiles } from './knexfile.ts';
import { newMigrationFile } from './make.ts';

interface ViewName {
  readonly schema: string;
  readonly name: string;
}

/**
 * Writes the first migration of a database that has none, from what pg_dump says of it, and returns its file. On the
 * database that it was taken of it counts as applied; elsewhere it makes the same.
 */
export function writeBaseline({
  config,
  dump,
  roles,
  unfilled,
  name = 'baseline',
}: {
  readonly config: Knex.Config;
  /** What `pg_dump --schema-only` printed. */
  readonly dump: string;
  /** Roles that it grants rights to. */
  readonly roles: readonly string[];
  /** Materialized views that were never filled: pg_dump fills none. */
  readonly unfilled: readonly ViewName[];
  readonly name?: string;
}): string {
  if (migrationFiles(config).length > 0) throw notFirst();
  const { file, isTypeScript } = newMigrationFile({ config, name });
  const sql = sqlOf(dump, unfilled);
  writeFileSync(file, isTypeScript ? typescript(sql, roles) : javascript(sql, roles), { flag: 'wx' });
  return file;
}

const ABOUT = `/** What was there before there were migrations. A database that has it takes it over: npx keelson adopt. */`;

const REASON = `'it is what was there before there were migrations'`;

function typescript(sql: string, roles: readonly string[]): string {
  return `import type { Knex } from 'knex';

${ABOUT}
export const baseline = true;
export const irreversible = ${REASON};

export async function up(knex: Knex): Promise<void> {
${body(roles)}}

export async function down(): Promise<void> {
  throw new Error(irreversible);
}

const SQL = \`
${sql}
\`;
`;
}

function javascript(sql: string, roles: readonly string[]): string {
  return `${ABOUT}
exports.baseline = true;
exports.irreversible = ${REASON};

exports.up = async (knex) => {
${body(roles)}};

exports.down = async () => {
  throw new Error(exports.irreversible);
};

const SQL = \`
${sql}
\`;
`;
}

/** pg_dump writes every name in full, and means it: nothing is to be found by a search path. */
function body(roles: readonly string[]): string {
  const make =
    roles.length === 0
      ? ''
      : `  for (const role of ${JSON.stringify(roles)}) {
    const { rowCount } = await knex.raw('select from pg_roles where rolname = ?', [role]);
    if (rowCount === 0) await knex.raw('create role ?? nologin', [role]);
  }
`;
  return `${make}  const { rows } = await knex.raw("select current_setting('search_path') as path");
  await knex.raw("select set_config('search_path', '', true), set_config('check_function_bodies', 'off', true)");
  await knex.raw(SQL);
  await knex.raw("select set_config('search_path', ?, true)", [rows[0].path]);
`;
}

/** The settings of pg_dump's text that say where tables are made; the others are about psql's session. */
const SAYS_WHERE = new Set(['default_tablespace', 'default_table_access_method']);

/** The dump in a template: without comments, lines for psql, and settings that are no part of the database. */
function sqlOf(dump: string, unfilled: readonly ViewName[]): string {
  const text = dump.replaceAll(/^\\(?:un)?restrict \S+$/gm, '');
  return (
    statementsIn(sqlTokens(text))
      .filter((statement) => !isOfSession(statement))
      .map((statement) =>
        writtenOut(isFilled(statement, unfilled) ? statement.slice(0, -3) : statement, text),
      )
      .join('\n\n')
      .replaceAll('\\', '\\\\')
      .replaceAll('`', '\\`')
      .replaceAll('${', '\\${')
      // Knex takes a question mark for the place of a value.
      .replaceAll('?', '\\\\?')
  );
}

/** Pieces between semicolons; the body of an SQL function is several, which are put together again as they were. */
function statementsIn(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const statements: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (token.text === ';' && token.kind === 'symbol') statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}

/** As it stands in the text, but for the comments between its pieces; one in a function's body is a part of a piece. */
function writtenOut(statement: readonly SqlToken[], text: string): string {
  const words = statement.map((token, index) => {
    const before = statement[index - 1];
    const between = before === undefined ? '' : text.slice(before.end, token.start);
    const blank = /--|\/\*/.test(between) ? (between.includes('\n') ? '\n' : ' ') : between;
    return blank + withoutEscapedMarks(token);
  });
  return `${words.join('').replace(/^SET /, 'SET LOCAL ')};`;
}

/**
 * Knex takes a question mark for the place of a value, and lets none stand behind a backslash: such a text is written with
 * the character's number.
 */
function withoutEscapedMarks({ kind, text }: SqlToken): string {
  if (kind !== 'text' || !text.includes('\\?')) return text;
  if (/^e'/i.test(text)) return text.replaceAll('?', '\\u003F');
  const isDollar = text.startsWith('$');
  if (!isDollar && !text.startsWith("'")) return text;
  const inner = isDollar
    ? text.slice(text.indexOf('$', 1) + 1, text.lastIndexOf('$', text.length - 2))
    : text.slice(1, -1);
  const quoted = isDollar ? inner.replaceAll("'", "''") : inner;
  return `U&'${quoted.replaceAll('\\', '\\\\').replaceAll('?', '\\003F')}'`;
}

function isOfSession(statement: readonly SqlToken[]): boolean {
  const words = statement.slice(0, 6).map(({ text }) => text.toLowerCase());
  if (words[0] === 'set') return !SAYS_WHERE.has(words[1] ?? '');
  return words.join('') === `selectpg_catalog.set_config('search_path'`;
}

/** Whether it makes a materialized view that has been filled, and says that it is not to be. */
function isFilled(statement: readonly SqlToken[], unfilled: readonly ViewName[]): boolean {
  const words = statement.map(({ text }) => text.toLowerCase());
  if (words.slice(0, 3).join(' ') !== 'create materialized view') return false;
  const [schema, name] = nameAt(statement, 3)?.parts ?? [];
  return (
    words.slice(-3).join(' ') === 'with no data' &&
    !unfilled.some((view) => view.schema === schema && view.name === name)
  );
}

function notFirst(): Problem {
  return new Problem({
    code: 'migrations/baseline-not-first',
    what: 'there are migrations already, and a baseline comes before all others',
    why: 'what is in the database may be what they make',
    fix: 'say which of them the database has: npx keelson adopt --through name',
  });
}
