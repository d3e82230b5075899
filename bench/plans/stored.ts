import type { Client } from 'pg';
import { quoteIdentifier } from '../../src/postgres/identifier.ts';

const COLUMNS = `
select format('%I.%I', n.nspname, c.relname) as table, c.oid::text as oid, c.relfilenode::text as file,
  coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attname is not null), '{}') as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
group by n.nspname, c.relname, c.oid, c.relfilenode
order by 1`;

/** What a table is and holds: its oid and file, how many rows, and how many values in each column. */
export interface StoredTable {
  readonly oid: string;
  readonly file: string;
  readonly rows: number;
  readonly values: ReadonlyMap<string, number>;
}

/** What all tables hold. */
export async function readStored(client: Client): Promise<ReadonlyMap<string, StoredTable>> {
  const stored = new Map<string, StoredTable>();
  const { rows } = await client.query<{ table: string; oid: string; file: string; columns: string[] }>(
    COLUMNS,
  );
  for (const { table, oid, file, columns } of rows) {
    const counts = columns.map((column) => `, count(${quoteIdentifier(column)})`).join('');
    const found = await client.query<string[]>({
      text: `select count(*)${counts} from ${table}`,
      rowMode: 'array',
    });
    const [all = 0, ...values] = (found.rows[0] ?? []).map(Number);
    stored.set(table, {
      oid,
      file,
      rows: all,
      values: new Map(columns.map((name, at) => [name, values[at] ?? 0])),
    });
  }
  return stored;
}

/** What of the tables and columns that both have is in the second no more. */
export function lostBetween(
  before: ReadonlyMap<string, StoredTable>,
  after: ReadonlyMap<string, StoredTable>,
): readonly string[] {
  return [...before].flatMap(([table, was]) => {
    const now = after.get(table);
    if (now === undefined) return [];
    if (now.rows < was.rows) return [`the rows of ${table}`];
    return [...was.values]
      .filter(([column, count]) => (now.values.get(column) ?? count) < count)
      .map(([column]) => `the values of ${table}.${column}`);
  });
}

/** The tables with rows that stayed and were written anew. */
export function rewrittenBetween(
  before: ReadonlyMap<string, StoredTable>,
  after: ReadonlyMap<string, StoredTable>,
): readonly string[] {
  return [...before]
    .filter(([table, { oid, file, rows }]) => {
      const now = after.get(table);
      return rows > 0 && now?.oid === oid && now.file !== file;
    })
    .map(([table]) => table);
}
