import type { Client } from 'pg';
import type { HistoryTable } from '../../history.ts';
import { ownTables } from '../row-state.ts';
import { readTables } from './tables.ts';
import type { FillTable } from './tables.ts';
import { readTypes } from './types.ts';
import type { FillTypes } from './types.ts';

/** What decides which rows a table takes, as texts to be compared: as a whole, and of each column by its number. */
export interface TableForm {
  readonly whole: string;
  readonly columns: ReadonlyMap<number, string>;
  /** The columns in which no two rows are alike. */
  readonly keys: FillTable['keys'];
}

/** The forms of all tables, by their oids. */
export async function readForms(
  client: Client,
  history: HistoryTable,
): Promise<ReadonlyMap<string, TableForm>> {
  const tables = await readTables(client, ownTables(history));
  const types = await readTypes(client);
  return new Map(
    tables.map(({ oid, columns, checks, keys, references }) => {
      const each = columns.map(
        (column) => [column.number, JSON.stringify([column, partsOf(types, column.type)])] as const,
      );
      return [
        oid,
        { whole: JSON.stringify([each, checks, keys, references]), columns: new Map(each), keys },
      ] as const;
    }),
  );
}

/** A type with all that it is made of. */
function partsOf(types: FillTypes, oid: string | null): unknown {
  const type = oid === null ? undefined : types.get(oid);
  if (type === undefined) return null;
  const { base, element, subtype, range, attributes } = type;
  return [
    type,
    ...[base, element, subtype, range, ...attributes.map((one) => one.type)].map((part) =>
      partsOf(types, part),
    ),
  ];
}
