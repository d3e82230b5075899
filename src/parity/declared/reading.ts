import type { ProblemParts } from '../../problem.ts';
import type { Casing } from './casing.ts';
import { literal, Unwritable } from './literal.ts';
import type { Expression, ObjectName, Origin } from './model.ts';
import { cutName } from './names.ts';
import type { Column } from './shapes.ts';
import { columnName, isSql, sqlText } from './sql-text.ts';

/** What all parts of one reading share. */
export interface Reading {
  readonly casing: Casing | undefined;
  /** The namespace of what is declared without one. */
  readonly defaultSchema: string;
  /** All that is wrong, so that it can be said at once. */
  readonly mistakes: ProblemParts[];
  /** Objects that stand in no export but are used by what does, with the first place where they are used. */
  readonly reached: Map<object, Origin>;
  /** Policies that were found at a table. */
  readonly usedPolicies: Set<object>;
  /** Who shares a column builder: before 1.0 the first table's name for a unique constraint sticks to it. */
  readonly sharedBuilders: Map<object, Set<string>>;
}

/** The name of a namespace as Postgres keeps it. */
export function namespaceOf(schema: string | undefined, { defaultSchema }: Reading): string {
  return cutName(schema ?? defaultSchema);
}

/** What a column is called in the database. */
export function nameOfColumn(column: Column, { casing }: Reading): string {
  return cutName(columnName(column, casing));
}

/** Where something is in the schema, for messages: `users.email`. */
export function placeOf({ exported, property }: Origin): string {
  return [exported, property].filter((part) => part !== undefined).join('.') || 'the schema';
}

/** What SQL says, or a mistake when it cannot be written down. */
export function expressionOf(
  value: unknown,
  { sees, place, reading, raw = false }: ExpressionPlace,
): Expression | undefined {
  try {
    const said = raw && typeof value === 'function' ? (value as () => unknown)() : value;
    const text = isSql(said)
      ? sqlText(said, { casing: reading.casing, sees })
      : raw && typeof said === 'string'
        ? said
        : literal(said);
    if (text.trim() === '') throw new Unwritable('no SQL');
    return { expression: text.trim(), sees };
  } catch (error) {
    reading.mistakes.push(notWritable(error, place));
    return undefined;
  }
}

/** Where an expression stands and what it may name. */
export interface ExpressionPlace {
  readonly sees: Expression['sees'];
  /** As messages call it: `the default of users.email`. */
  readonly place: string;
  readonly reading: Reading;
  /** Where a text is SQL by itself, and a function may give it. */
  readonly raw?: boolean;
}

/** The mistake that a value which cannot be SQL is. */
export function notWritable(error: unknown, place: string): ProblemParts {
  if (error instanceof Unwritable)
    return {
      code: 'parity/sql-value',
      what: `${place} holds ${error.message}`,
      why: 'what a database keeps has no parameters: every value must have a form in SQL',
      fix: 'give a constant, or write it in an sql template: sql`…`',
      cause: error,
    };
  return {
    code: 'parity/sql-value',
    what: `${place} cannot be written down: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'give a value of the type that the column has, or an sql template: sql`…`',
    cause: error,
  };
}

/** A table by its name. */
export function tableName(schema: string, name: string): ObjectName {
  return { kind: 'table', schema, name };
}
