import type { ColumnShape, TableShape } from './shape.ts';

/** Rows, or a part of every row, that would be gone. */
export interface Loss {
  /** What of a table goes: all of it, columns, or some rows or what they say. */
  readonly what: 'table' | 'columns' | 'rows';
  readonly table: TableShape;
  /** The columns that go or become another type; all of them where rows go. */
  readonly columns: readonly ColumnShape[];
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
  return wholeTables(before).flatMap((table): readonly Loss[] => {
    const now = after.get(table.oid);
    if (now === undefined) return [{ what: 'table', table, columns: table.columns }];
    if (emptied.has(table.oid) || now.deleted !== table.deleted || now.updated !== table.updated) {
      return [{ what: 'rows', table, columns: table.columns }];
    }
    const gone = table.columns.filter((column) => !isSameAs(column, now));
    return gone.length === 0 ? [] : [{ what: 'columns', table, columns: gone }];
  });
}

/** Tables whose rows are in other files than before: they were emptied, or written anew. */
export function writtenAnew(
  before: ReadonlyMap<string, TableShape>,
  after: ReadonlyMap<string, TableShape>,
): readonly TableShape[] {
  return wholeTables(before).flatMap(({ oid, file }) => {
    const now = after.get(oid);
    return now === undefined || now.file === file ? [] : [now];
  });
}

/** What two runs lose together: what is lost of a table in one of them is more than what is in the other. */
export function allOf(losses: readonly Loss[]): readonly Loss[] {
  const all = new Map<string, Loss>();
  for (const loss of losses) {
    const { oid } = loss.table;
    const other = all.get(oid);
    all.set(oid, other === undefined ? loss : both(other, loss));
  }
  return [...all.values()];
}

/** Whether what is lost is among other losses. */
export function isAmong(losses: readonly Loss[], { what, table, columns }: Loss): boolean {
  const known = losses.find((one) => one.table.oid === table.oid);
  if (known === undefined) return false;
  return (
    known.what !== 'columns' ||
    (what === 'columns' && columns.every(({ number }) => known.columns.some((one) => one.number === number)))
  );
}

function both(one: Loss, other: Loss): Loss {
  if (isAmong([one], other)) return one;
  if (isAmong([other], one)) return other;
  const { table } = one;
  const numbers = new Set([...one.columns, ...other.columns].map(({ number }) => number));
  return { what: 'columns', table, columns: table.columns.filter(({ number }) => numbers.has(number)) };
}

/** The rows of a part are those of the whole. */
function wholeTables(tables: ReadonlyMap<string, TableShape>): readonly TableShape[] {
  return [...tables.values()].filter(({ isPart }) => !isPart);
}

function isSameAs({ number, type }: ColumnShape, { columns }: TableShape): boolean {
  return columns.some((other) => other.number === number && other.type === type);
}
