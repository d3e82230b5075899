import { quoteLiteral } from '../../postgres/identifier.ts';
import { call, list, quoted } from './code.ts';

/** Where Knex finds a table: a namespace and a name. */
export interface Place {
  readonly schema: string | null;
  readonly name: string;
}

/** Names that Knex's builder takes as they are: in others it looks for points, aliases, brackets and bindings. */
const PLAIN = /^[A-Za-z_][\w$]*$/;

/** Whether the builder can be told of all these names. */
export function isPlain(...names: readonly (string | null | undefined)[]): boolean {
  return names.every((name) => name !== null && name !== undefined && PLAIN.test(name));
}

/** Statements as a migration runs them, a line each. */
export function raw(statements: readonly string[]): string {
  return statements.map((statement) => `await knex.raw(${rawText(statement)});`).join('\n');
}

/** Changes of a table by the builder. */
export function alterTable({ schema, name }: Place, changes: readonly string[]): string {
  const body =
    changes.length === 1 ? ` ${changes[0] ?? ''} ` : `\n${changes.map((one) => `  ${one}\n`).join('')}`;
  return `await ${schemaBuilder(schema)}.alterTable(${quoted(name)}, (table) => {${body}});`;
}

/** One of the builder's own statements: `dropTable`, `renameTable`. */
export function schemaCall(schema: string | null, method: string, ...names: readonly string[]): string {
  return `await ${schemaBuilder(schema)}.${call(method, ...names.map(quoted))};`;
}

/** A line of `alterTable`. */
export function tableCall(method: string, ...given: readonly string[]): string {
  return `table.${call(method, ...given)};`;
}

/** Names as an argument of the builder's. */
export function namesOf(columns: readonly string[]): string {
  return list(columns.map(quoted));
}

/** What a person has to know before they run what follows. No name in it may end the line. */
export function remark(...lines: readonly string[]): string {
  return lines.map((line) => `// ${line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`).join('\n');
}

function schemaBuilder(schema: string | null): string {
  return schema === null ? 'knex.schema' : `knex.schema.withSchema(${quoted(schema)})`;
}

/** To Knex a question mark is a binding, unless a backslash is before it. */
function rawText(statement: string): string {
  if (!statement.includes('\\?')) return quoted(statement.replaceAll('?', '\\?'));
  // It takes any number of backslashes before one for its own, so that Postgres has to put the statement together.
  let mark = 'QUESTION_MARK';
  while (statement.includes(mark)) mark += '_';
  const text = quoteLiteral(statement.replaceAll('?', mark)).trim();
  const body = `BEGIN EXECUTE replace(${text}, ${quoteLiteral(mark)}, chr(63)); END`;
  return quoted(`DO ${quoteLiteral(body).trim()}`);
}
