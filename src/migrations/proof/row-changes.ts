import type { StoredRows, StoredTable } from './row-state.ts';

/** What is to be known to judge a change of rows. */
export interface RowQuestion {
  readonly before: StoredRows;
  readonly after: StoredRows;
  /** The state in between, where there is one: what is not there then, or of another type, was given up on purpose. */
  readonly between?: StoredRows;
  /** The tables that a statement named as those whose rows it changes, by oid. */
  readonly targets: ReadonlySet<string>;
}

/** What became of rows, in words. */
export interface RowChanges {
  /** What nobody meant to change. */
  readonly unmeant: readonly string[];
  /** What was meant to go, and does not come back. */
  readonly loses: readonly string[];
  /** New rows in tables that no statement names, by a trigger perhaps. */
  readonly adds: readonly string[];
  /** New rows in tables that a statement names. */
  readonly leaves: readonly string[];
}

/** Compares rows, table by table and by the names of columns. */
export function rowChanges({ before, after, between = after, targets }: RowQuestion): RowChanges {
  const unmeant: string[] = [];
  const loses: string[] = [];
  const adds: string[] = [];
  const leaves: string[] = [];
  for (const table of before.values()) {
    // Under another name it is still the same one.
    const then = byOid(between, table.oid) ?? between.get(table.address);
    const now = byOid(after, table.oid) ?? after.get(table.address);
    if (now === undefined) continue;
    // A table that was made anew is another one, and so is one with other partitions.
    const wasGivenUp = [then, now].some((one) => one?.oid !== table.oid || one.parts !== table.parts);
    const isMeant = wasGivenUp || targets.has(table.oid);
    const common = table.columns.filter(({ name }) => now.columns.some((other) => other.name === name));
    const kept = common.filter(
      ({ name, number, shape }) =>
        [then, now].every((state) =>
          state?.columns.some((one) => one.name === name && one.shape === shape),
        ) && then?.columns.some((one) => one.number === number && one.name === name),
    );
    const names = (columns: readonly { readonly name: string }[]): readonly string[] =>
      columns.map(({ name }) => name);
    const said = difference(table, now, names(isMeant ? common : kept));
    if (said !== undefined) (isMeant ? loses : unmeant).push(said);
    else if (!isMeant && kept.length < common.length) {
      const given = difference(table, now, names(common));
      if (given !== undefined) loses.push(given);
    }
    const more = now.rows.length - table.rows.length;
    if (said !== undefined || more <= 0) continue;
    if (isMeant) leaves.push(`${table.address}: ${counted(more)} more than before`);
    else adds.push(`${table.address}: ${counted(more)} more, which no statement names`);
  }
  return { unmeant, loses, adds, leaves };
}

function byOid(rows: StoredRows, oid: string): StoredTable | undefined {
  return [...rows.values()].find((table) => table.oid === oid);
}

/** What of the rows before is not there after, by some columns; undefined where all of it is. */
function difference(before: StoredTable, after: StoredTable, names: readonly string[]): string | undefined {
  const missing = notIn(before, after, names);
  if (missing === 0) return undefined;
  if (after.rows.length < before.rows.length) {
    return `${before.address}: ${counted(before.rows.length - after.rows.length)} of ${before.rows.length} gone`;
  }
  const changed = names.filter((name) => notIn(before, after, [name]) > 0);
  const columns = (changed.length === 0 ? names : changed).join(', ');
  return `${before.address}: ${columns} changed in ${counted(missing)} of ${before.rows.length}`;
}

/** How many rows of one state are not in the other, by some columns. */
function notIn(before: StoredTable, after: StoredTable, names: readonly string[]): number {
  const left = new Map<string, number>();
  for (const key of keys(after, names)) left.set(key, (left.get(key) ?? 0) + 1);
  let missing = 0;
  for (const key of keys(before, names)) {
    const count = left.get(key) ?? 0;
    if (count === 0) missing += 1;
    else left.set(key, count - 1);
  }
  return missing;
}

function keys({ columns, rows }: StoredTable, names: readonly string[]): readonly string[] {
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  return rows.map((row) => JSON.stringify(places.map((place) => row[place] ?? null)));
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`;
}
