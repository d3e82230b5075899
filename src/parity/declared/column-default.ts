import { encoded } from './driver-value.ts';
import type { Expression } from './model.ts';
import { expressionOf, notWritable } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Column } from './shapes.ts';
import { isSql } from './sql-text.ts';

/** The default of a column: null for none, undefined where it cannot be written down, which is a mistake. */
export function defaultOf(column: Column, place: string, reading: Reading): Expression | null | undefined {
  const { default: value } = column;
  // Drizzle inserts SQL's null for null, into a json column too: a default of null is none.
  if (value === undefined || value === null) return null;
  let driverValue: unknown;
  try {
    driverValue = isSql(value) ? value : encoded(column, value);
  } catch (error) {
    reading.mistakes.push(notWritable(error, place));
    return undefined;
  }
  const expression = expressionOf(driverValue, { sees: 'nothing', place, reading });
  // Postgres forgets a default that is plain null.
  return expression?.expression.toLowerCase() === 'null' ? null : expression;
}
