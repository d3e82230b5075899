import type { Client } from 'pg';

/** Every table of people that is there to hold rows, with all that decides which rows it accepts. */
const TABLES = `
select c.oid::text as oid, format('%I.%I', n.nspname, c.relname) as sql, n.nspname || '.' || c.relname as address,
  coalesce((select json_agg(json_build_object('number', a.attnum, 'sql', quote_ident(a.attname),
      'type', a.atttypid::text, 'typmod', a.atttypmod, 'written', format_type(a.atttypid, a.atttypmod),
      'isRequired', a.attnotnull, 'hasDefault', a.atthasdef and a.attidentity = '',
      'counts', a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false)) order by a.attnum)
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), '[]') as columns,
  coalesce((select json_agg(json_build_object('columns', coalesce(k.conkey, '{}'), 'expression', pg_get_expr(k.conbin, k.conrelid))
      order by k.conname)
    from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]') as checks,
  coalesce((select json_agg(json_build_object('columns', k.conkey, 'table', k.confrelid::text, 'of', k.confkey) order by k.conname)
    from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), '[]') as "references",
  coalesce((select json_agg(x.indkey::int2[] order by x.indexrelid) from pg_index x
    where x.indrelid = c.oid and (x.indisunique or x.indisexclusion)), '[]') as keys,
  case when c.relkind = 'p' then json_build_object(
    'columns', (select array_agg(distinct coalesce(own.attnum, 0)) from pg_partition_tree(c.oid) t
      join pg_partitioned_table p on p.partrelid = t.relid cross join unnest(p.partattrs::int2[]) as key (number)
      left join pg_attribute a on a.attrelid = p.partrelid and a.attnum = key.number
      left join pg_attribute own on own.attrelid = c.oid and own.attname = a.attname),
    'expressions', coalesce((select json_agg(pg_get_partition_constraintdef(t.relid) order by t.relid)
      from pg_partition_tree(c.oid) t where t.isleaf and t.relid <> c.oid), '[]')) end as partitions
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
  and n.nspname not in ('information_schema', 'keelson', 'keelson_kept') and n.nspname !~ '^pg_'
  and not format('%I.%I', n.nspname, c.relname) = any ($1)
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by n.nspname, c.relname`;

export interface FillColumn {
  readonly number: number;
  readonly sql: string;
  readonly type: string;
  readonly typmod: number;
  /** The type for a cast. */
  readonly written: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  /** Whether its values come from a sequence. */
  readonly counts: boolean;
}

/** A condition on rows, and the columns that it is about. */
export interface FillCheck {
  readonly columns: readonly number[];
  readonly expression: string;
}

export interface FillReference {
  readonly columns: readonly number[];
  readonly table: string;
  readonly of: readonly number[];
}

export interface FillTable {
  readonly oid: string;
  readonly sql: string;
  readonly address: string;
  readonly columns: readonly FillColumn[];
  readonly checks: readonly FillCheck[];
  readonly references: readonly FillReference[];
  /** The columns of each unique index and exclusion; 0 for an expression. */
  readonly keys: readonly (readonly number[])[];
}

interface FoundTable extends FillTable {
  readonly partitions: {
    readonly columns: readonly number[];
    readonly expressions: readonly (string | null)[];
  } | null;
}

/** The tables, by their addresses; `own` are those of the history. */
export async function readTables(client: Client, own: readonly string[]): Promise<readonly FillTable[]> {
  const { rows } = await client.query<FoundTable>(TABLES, [own]);
  return rows.flatMap(({ partitions, ...table }) => {
    if (partitions === null) return [table];
    // Without parts it holds no row, and a row has to belong to one of them; the only one, for all others, takes any.
    if (partitions.expressions.length === 0) return [];
    const parts = partitions.expressions.map((expression) => `(${expression ?? 'true'})`);
    const place = { columns: partitions.columns, expression: parts.join(' or ') };
    return [{ ...table, checks: [...table.checks, place] }];
  });
}
