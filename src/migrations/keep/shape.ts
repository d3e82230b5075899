import type { ClientBase } from 'pg';

/** A table with what its rows are made of, and what this transaction did to them. */
export interface TableShape {
  readonly oid: string;
  /** The name for SQL. */
  readonly name: string;
  /** The same for SQL that reads: without the rows of tables that inherit from it, which are tables of their own. */
  readonly source: string;
  readonly columns: readonly ColumnShape[];
  /** The names for SQL of the columns that tell its rows apart; empty where nothing does. */
  readonly key: readonly string[];
  /** The files that its rows are in: others after TRUNCATE, and after a rewrite. */
  readonly file: string;
  /** Whether it is a part of another table, whose rows these are. */
  readonly isPart: boolean;
  readonly inserted: number;
  readonly deleted: number;
  readonly updated: number;
}

export interface ColumnShape {
  readonly number: number;
  readonly name: string;
  /** By number: a name is another one when a type is renamed, or is looked up along another path. */
  readonly type: string;
  /** Whether people made its type, which may go with it. */
  readonly isOwn: boolean;
  /** The same of its collation. */
  readonly hasOwnCollation: boolean;
}

/** Every table that people made, a partitioned one with all that its partitions hold, and these for themselves. */
const SHAPE = `
select c.oid::text as oid, format('%I.%I', n.nspname, c.relname) as name,
  format(case c.relkind when 'r' then 'only %I.%I' else '%I.%I' end, n.nspname, c.relname) as source,
  coalesce((select json_agg(json_build_object('number', a.attnum, 'name', quote_ident(a.attname),
      'type', a.atttypid || ':' || a.atttypmod,
      'isOwn', coalesce(nullif(t.typelem, 0), t.oid) >= 16384, 'hasOwnCollation', a.attcollation >= 16384) order by a.attnum)
    from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), '[]') as columns,
  array(select quote_ident(a.attname) from unnest(telling.key) with ordinality k (number, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number order by k.place) as key,
  c.relispartition as "isPart", held.file, held.inserted, held.deleted, held.updated
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select told.key from pg_index i
  cross join lateral (
    -- What an index only includes is no part of its key.
    select array_agg(k.number order by k.place) as key
    from unnest(i.indkey) with ordinality k (number, place) where k.place <= i.indnkeyatts
  ) as told
  where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null and i.indimmediate
    and not exists (select from pg_attribute a
      where a.attrelid = c.oid and a.attnum = any (told.key) and (not a.attnotnull or a.attgenerated <> ''))
  order by i.indisprimary desc, i.indexrelid limit 1
) as telling on true
cross join lateral (
  select string_agg(pg_relation_filenode(part.oid)::text, ' ' order by part.oid) as file,
    sum(pg_stat_get_xact_tuples_inserted(part.oid))::int as inserted,
    sum(pg_stat_get_xact_tuples_deleted(part.oid))::int as deleted,
    sum(pg_stat_get_xact_tuples_updated(part.oid))::int as updated
  from (select c.oid union select relid from pg_partition_tree(c.oid)) as part (oid)
) as held
where c.relkind in ('r', 'p') and c.relpersistence <> 't'
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
