import { list, quoted } from './code.ts';
import { joined } from './builder/joined.ts';
import type { Call, Link, Pieces, Place } from './builder/piece.ts';
import { printed } from './builder/printed.ts';
import { readable } from './builder/readable.ts';

/** Names that Knex's builder takes as they are: in others it looks for points, aliases, brackets and bindings. */
const PLAIN = /^[A-Za-z_][\w$]*$/;

/** Whether the builder can be told of all these names. */
export function isPlain(...names: readonly (string | null | undefined)[]): boolean {
  return names.every((name) => name !== null && name !== undefined && PLAIN.test(name));
}

/** Statements as a migration runs them, in the words of a person. */
export function raw(statements: readonly string[]): Pieces {
  return statements.map((statement) => ({ kind: 'raw', statement: readable(statement) }));
}

/** Changes of a table by the builder. */
export function alterTable({ schema, name }: Place, calls: readonly Call[]): Pieces {
  return [{ kind: 'alter', table: { schema, name }, calls }];
}

/** One of the builder's own statements: `dropTable`, `renameTable`. */
export function schemaCall(schema: string | null, method: string, ...names: readonly string[]): Pieces {
  return [{ kind: 'schema', schema, link: link(method, ...names.map(quoted)) }];
}

/** A line of a table's callback. */
export function tableCall(method: string, ...given: readonly string[]): Call {
  return { links: [link(method, ...given)] };
}

/** A method of the builder's with what it is given, as code. */
export function link(method: string, ...given: readonly string[]): Link {
  return { method, given: given.filter((one) => one !== '') };
}

/** Names as an argument of the builder's. */
export function namesOf(columns: readonly string[]): string {
  return list(columns.map(quoted));
}

/** What a person has to know before they run what follows, or instead of it where nothing does. */
export function remark(...lines: readonly string[]): Pieces {
  return [{ kind: 'remark', lines }];
}

/** One fix as the lines of a migration's `up`. */
export function fixText(pieces: Pieces): string {
  return printed(joined([pieces]));
}
