import pg from 'pg';
import type { Done } from './journal.ts';

/** Has pg give each value as the server wrote it. */
export const AS_TEXT = {
  rowMode: 'array',
  types: { getTypeParser: () => (text: string) => text },
} as unknown as object;

/** What a statement says that had nothing left to do. */
export function nothing(hash: string): Done {
  return { hash, command: '', rowCount: null, fields: [], rows: [] };
}

/** A result as pg gives it to a migration. */
export function resultOf({ command, rowCount, fields, rows }: Done): unknown {
  return {
    command,
    rowCount,
    oid: 0,
    fields,
    rows: rows.map((row) =>
      Object.fromEntries(
        fields.map(({ name, dataTypeID }, index) => {
          const text = row[index] ?? null;
          return [name, text === null ? null : parserOf(dataTypeID)(text)];
        }),
      ),
    ),
  };
}

/** How pg reads values of a type, whatever an application has set. */
function parserOf(type: number): (text: string) => unknown {
  return (pg.types.getTypeParser as (type: number) => (text: string) => unknown)(type);
}
