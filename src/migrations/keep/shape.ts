import type { ClientBase } from 'pg';

/** A table with what its rows are made of, and what this transaction did to them. */
export interface TableShape {
  readonly oid: string;
  /** The name for SQL. */
  readonly name: string;
  readonly columns: readonly ColumnShape[];
  /** The names for SQL of the columns that tell its rows apart; empty where nothing does. */
  readonly key: readonly string[];
  /** The files that its rows are in: others after TRUNCATE, and after a rewrite. */
  readonly file: string;
  readonly deleted: number;
  readonly updated: number;
}

export interface ColumnShape {
  readonly number: number;
  readonly name: string;
  readonly type: string;
  /** Whether people made its type, which may go with it. */
  readonly isOwn: boolean;
}

/** Every table that people made, a partitioned one with all that its partitions hold. */
const SHAPE = `
select c.oid::text as oid, format('%I.%I', n.nspname, c.relname) as name,
  coalesce((select json_agg(json_build_object('number', a.attnum, 'name', quote_ident(a.attname),
      'type', format_type(a.atttypid, a.atttypmod),
      'isOwn', coalesce(nullif(t.typelem, 0), t.oid) >= 16384) order by a.attnum)
    from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), '[]') as columns,
  array(select quote_ident(a.attname) from unnest(telling.key) with ordinality k (number, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number order by k.place) as key,
  held.file, held.deleted, held.updated
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select i.indkey::int2[] as key from pg_index i
  where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null and i.indimmediate
    and not exists (select from pg_attribute a
      where a.attrelid = c.oid and a.attnum = any (i.indkey::int2[]) and (not a.attnotnull or a.attgenerated <> ''))
  order by i.indisprimary desc, i.indexrelid limit 1
) as telling on true
cross join lateral (
  select string_agg(pg_relation_filenode(part.oid)::text, ' ' order by part.oid) as file,
    sum(pg_stat_get_xact_tuples_deleted(part.oid))::int as deleted,
    sum(pg_stat_get_xact_tuples_updated(part.oid))::int as updated
  from (select c.oid union select relid from pg_partition_tree(c.oid)) as part (oid)
) as held
where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
  and n.nspname not in ('pg_catalog', 'information_schema', 'keelson', 'keelson_kept') and n.nspname !~ '^pg_toast'
  and not format('%I.%I', n.nspname, c.relname) = any ($1)
order by c.oid`;

/** The tables as a transaction sees them now; `own` are those of the history. */
export async function readShape(
  client: ClientBase,
  own: readonly string[],
): Promise<ReadonlyMap<string, TableShape>> {
  const { rows } = await client.query<TableShape>(SHAPE, [own]);
  return new Map(rows.map((row) => [row.oid, row]));
}
