import type { Client } from 'pg';
import type { Kept } from './kept.ts';

const COLUMNS = `
select quote_ident(attname) as name, format_type(atttypid, atttypmod) as type, attgenerated <> '' as "isComputed"
from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`;

/** How a table is named where its own rows are meant. */
const SOURCE = `
select case relkind when 'r' then 'only ' else '' end as only from pg_class where oid = to_regclass($1)`;

/** A column of a table that values go back to. */
export interface PlaceColumn {
  readonly name: string;
  readonly type: string;
  readonly isComputed: boolean;
}

/** A table that rows go back to. */
export interface Place {
  /** The table for SQL that reads and updates: without those that inherit from it. */
  readonly source: string;
  readonly columns: readonly PlaceColumn[];
  /** The columns of the table that are in the copy too. */
  readonly copied: readonly string[];
  /** The columns that the down left something in, and what that is as a value of the column. */
  readonly left: ReadonlyMap<string, string>;
  /** Whether it is marked in the copy where that stood before the up. */
  readonly isMarked: boolean;
}

/** Where what is kept was, as it is now. */
export async function placeOf(client: Client, { table, copy, columns: lost }: Kept): Promise<Place> {
  const { rows: columns } = await client.query<PlaceColumn>(COLUMNS, [table]);
  const { rows: inCopy } = await client.query<PlaceColumn>(COLUMNS, [copy]);
  const { rows: found } = await client.query<{ only: string }>(SOURCE, [table]);
  const isInCopy = (name: string): boolean => inCopy.some((one) => one.name === name);
  const left = new Map<string, string>();
  for (const [index, name] of lost.entries()) {
    const value = `k.keelson_left_${index + 1}`;
    const column = columns.find((one) => one.name === name);
    if (column === undefined || !isInCopy(value.slice(2))) continue;
    // As a value of the type that the column has now: what the down left as a date may be a time again.
    const asNow = `${value}::${column.type}`;
    left.set(name, (await canRead(client, asNow, copy)) ? asNow : value);
  }
  return {
    source: `${found[0]?.only ?? ''}${table}`,
    columns,
    copied: columns.map(({ name }) => name).filter(isInCopy),
    left,
    isMarked: isInCopy('keelson_stands'),
  };
}

/** Whether texts of a copy are values of a type. */
async function canRead(client: Client, value: string, copy: string): Promise<boolean> {
  await client.query('savepoint keelson_read');
  try {
    await client.query(`select count(${value}) from ${copy} k`);
    await client.query('release savepoint keelson_read');
    return true;
  } catch (error) {
    // Class 22 is that of values that are not what they should be, and 23514 that of a domain's check.
    if (!/^(?:22|23514)/.test((error as { code?: string }).code ?? '')) throw error;
    await client.query('rollback to savepoint keelson_read; release savepoint keelson_read');
    return false;
  }
}
