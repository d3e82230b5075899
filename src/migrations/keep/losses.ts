import type { ColumnShape, TableShape } from './shape.ts';

/** Rows, or a part of every row, that would be gone. */
export interface Loss {
  /** What of a table goes: all of it, columns, or some rows. */
  readonly what: 'table' | 'columns' | 'rows';
  readonly table: TableShape;
  /** The columns that go or become another type; all of them where rows go. */
  readonly columns: readonly ColumnShape[];
  /** Of rows: whether columns go too, so that rows that stay are not what they were. */
  readonly isChanged: boolean;
}

/**
 * What is gone between two looks at the tables of a transaction: by what it did, not by how the statements were written.
 * `emptied` are the tables that have fewer rows in other files.
 */
export function lossesBetween(
  before: ReadonlyMap<string, TableShape>,
  after: ReadonlyMap<string, TableShape>,
  emptied: ReadonlySet<string>,
): readonly Loss[] {
  return [...before.values()].flatMap((table): readonly Loss[] => {
    const now = after.get(table.oid);
    if (now === undefined) return [{ what: 'table', table, columns: table.columns, isChanged: true }];
    const gone = table.columns.filter((column) => !isSameAs(column, now));
    if (emptied.has(table.oid) || now.deleted > table.deleted || now.updated > table.updated) {
      return [{ what: 'rows', table, columns: table.columns, isChanged: gone.length > 0 }];
    }
    return gone.length === 0 ? [] : [{ what: 'columns', table, columns: gone, isChanged: true }];
  });
}

/** Tables whose rows are in other files than before: they were emptied, or written anew. */
export function writtenAnew(
  before: ReadonlyMap<string, TableShape>,
  after: ReadonlyMap<string, TableShape>,
): readonly { readonly before: TableShape; readonly after: TableShape }[] {
  return [...before.values()].flatMap((table) => {
    const now = after.get(table.oid);
    return now === undefined || now.file === table.file ? [] : [{ before: table, after: now }];
  });
}

function isSameAs({ number, type }: ColumnShape, { columns }: TableShape): boolean {
  return columns.some((other) => other.number === number && other.type === type);
}
