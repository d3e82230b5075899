import type { Client } from 'pg';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { tableName } from '../history.ts';
import type { HistoryTable } from '../history.ts';

/** Every table of people with the columns that hold something by themselves. A partitioned one stands for its parts. */
const TABLES = `
select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relkind = 'p' as partitioned,
  (select string_agg(relid::text, ' ' order by relid) from pg_partition_tree(c.oid)) as parts,
  coalesce((select json_agg(json_build_object('name', a.attname, 'number', a.attnum, 'shape', concat_ws(' ', format_type(a.atttypid, a.atttypmod),
      (select string_agg(quote_literal(e.enumlabel), ' ' order by e.enumsortorder) from pg_enum e
       where e.enumtypid in (t.oid, t.typelem, t.typbasetype)))) order by a.attnum)
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), '[]') as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
  and n.nspname not in ('information_schema', 'keelson', 'keelson_kept') and n.nspname !~ '^pg_'
  and not format('%I.%I', n.nspname, c.relname) = any ($1)
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by c.oid`;

interface FoundTable {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly partitioned: boolean;
  readonly parts: string | null;
  readonly columns: readonly StoredColumn[];
}

/** A column, and what its values are made of. */
export interface StoredColumn {
  readonly name: string;
  /** Another one under the same name has another number. */
  readonly number: number;
  readonly shape: string;
}

/** A table with all its rows, each value as the server prints it. */
export interface StoredTable {
  readonly oid: string;
  /** `public.users`, as facts call it. */
  readonly address: string;
  /** The name for SQL. */
  readonly sql: string;
  /** The partitions that its rows are in. */
  readonly parts: string | null;
  readonly columns: readonly StoredColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** The rows of a database, by the tables' addresses. */
export type StoredRows = ReadonlyMap<string, StoredTable>;

/** The tables whose rows count for nothing here: those of the history. */
export function ownTables(table: HistoryTable): readonly string[] {
  return ['', '_lock'].flatMap((suffix) => {
    const { schema, name } = { ...table, name: `${table.name}${suffix}` };
    return [tableName({ schema, name }), `${plain(schema)}.${plain(name)}`];
  });
}

/** Reads all rows; long values by their sums. */
export async function readRows(client: Client, history: HistoryTable): Promise<StoredRows> {
  const { rows: tables } = await client.query<FoundTable>(TABLES, [ownTables(history)]);
  const stored = new Map<string, StoredTable>();
  for (const { oid, schema, name, partitioned, parts, columns } of tables) {
    const sql = tableName({ schema, name });
    const values = columns.map(({ name: column }) => {
      const text = `${quoteIdentifier(column)}::text`;
      return `case when length(${text}) > 100 then 'md5 ' || md5(${text}) else ${text} end`;
    });
    const { rows } = await client.query<(string | null)[]>({
      text: `select ${values.join(', ')} from ${partitioned ? '' : 'only '}${sql}`,
      rowMode: 'array',
    });
    stored.set(`${schema}.${name}`, { oid, address: `${schema}.${name}`, sql, parts, columns, rows });
  }
  return stored;
}

/** As quote_ident writes a name that needs no quotes. */
function plain(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : quoteIdentifier(name);
}
