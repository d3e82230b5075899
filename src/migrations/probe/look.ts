import type { Client } from 'pg';
import type { Named, ProbedColumn, ProbedConstraint, ProbedIndex, ProbedRelation } from './changed.ts';
import type { Spans } from './spans.ts';

/**
 * Locks of this session on relations, and the one by which its transaction is known. Of a migration that makes many tables
 * there are thousands: they are read once a look, and those on what the migration made itself, `$1`, are left out at once.
 */
const OWN = `
select l.locktype, l.relation, l.mode, l.virtualtransaction from pg_locks l
where l.pid = pg_backend_pid() and (l.locktype = 'virtualxid' or l.locktype = 'relation' and l.granted
  and not l.relation::int8 <@ $1::int8multirange
  and l.database = (select oid from pg_database where datname = current_database()))`;

/** The strongest of each relation, but for where Postgres keeps long values, which it locks with its table. */
const LOCKED = `
select l.relation as oid, max(array_position(array['AccessShareLock', 'RowShareLock', 'RowExclusiveLock',
    'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'], l.mode)) as mode
from own l
where l.locktype = 'relation'
  and (select c.relnamespace from pg_class c where c.oid = l.relation) is distinct from 'pg_toast'::regnamespace
group by l.relation`;

/** With each locked table its indexes, and with each locked index its table. */
const NEAR = `
select oid from locked
union select i.indexrelid from pg_index i join locked on locked.oid = i.indrelid
union select i.indrelid from pg_index i join locked on locked.oid = i.indexrelid`;

const COLUMNS = `
select json_agg(json_build_object('number', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
  'typeId', concat_ws(':', a.atttypid, a.atttypmod, a.attcollation), 'notNull', a.attnotnull,
  'default', pg_get_expr(d.adbin, d.adrelid), 'generated', a.attgenerated, 'identity', a.attidentity) order by a.attnum)
from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`;

const INDEXES = `
select json_agg(json_build_object('oid', i.indexrelid::text, 'name', format('%I.%I', n.nspname, x.relname), 'bare', x.relname,
  'file', pg_relation_filenode(x.oid)::text, 'isUnique', i.indisunique, 'isPrimary', i.indisprimary,
  'isValid', i.indisvalid, 'isWhole', i.indpred is null,
  'columns', array(select a.attname from unnest(i.indkey::int2[]) with ordinality k (number, place)
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number where k.place <= i.indnkeyatts order by k.place),
  'definition', case when $2 then pg_get_indexdef(i.indexrelid) end) order by i.indexrelid)
from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid`;

const CONSTRAINTS = `
select json_agg(json_build_object('oid', k.oid::text, 'name', k.conname, 'kind', k.contype, 'isValid', k.convalidated,
  'columns', array(select a.attname from unnest(k.conkey) with ordinality key (number, place)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = key.number order by key.place),
  'types', array(select format_type(a.atttypid, a.atttypmod) from unnest(k.conkey) with ordinality key (number, place)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = key.number order by key.place),
  'referencedTypes', array(select format_type(a.atttypid, a.atttypmod) from unnest(k.confkey) with ordinality key (number, place)
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = key.number order by key.place),
  'index', k.conindid::text,
  'references', (select json_build_object('name', format('%I.%I', s.nspname, f.relname), 'schema', s.nspname, 'bare', f.relname)
    from pg_class f join pg_namespace s on s.oid = f.relnamespace where f.oid = k.confrelid),
  'referencedColumns', array(select a.attname from unnest(k.confkey) with ordinality key (number, place)
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = key.number order by key.place),
  'definition', case when $2 then pg_get_constraintdef(k.oid) end) order by k.oid)
from pg_constraint k where k.conrelid = c.oid`;

const TRIGGERS = `
select json_agg(t.tgname order by t.tgname) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal`;

const RELATIONS = `
select json_agg(json_build_object('oid', c.oid::text, 'name', format('%I.%I', n.nspname, c.relname), 'schema', n.nspname,
  'bare', c.relname, 'kind', c.relkind, 'file', pg_relation_filenode(c.oid)::text, 'rows', c.reltuples,
  'persistence', c.relpersistence, 'owner', pg_get_userbyid(c.relowner), 'isPartition', c.relispartition,
  'partitionRule', case when $2 and c.relispartition then pg_get_partition_constraintdef(c.oid) end,
  'parent', (select format('%I.%I', s.nspname, p.relname) from pg_inherits h join pg_class p on p.oid = h.inhparent
    join pg_namespace s on s.oid = p.relnamespace where h.inhrelid = c.oid and c.relispartition),
  'hasRowSecurity', c.relrowsecurity, 'scans', pg_stat_get_xact_numscans(c.oid),
  'inserted', pg_stat_get_xact_tuples_inserted(c.oid), 'updated', pg_stat_get_xact_tuples_updated(c.oid),
  'deleted', pg_stat_get_xact_tuples_deleted(c.oid),
  'columns', case when c.relkind in ('r', 'p', 'f', 'v', 'm') then (${COLUMNS}) end,
  'indexes', case when c.relkind in ('r', 'p', 'm') then (${INDEXES}) end,
  'constraints', case when c.relkind in ('r', 'p', 'f') then (${CONSTRAINTS}) end,
  'triggers', case when c.relkind in ('r', 'p', 'f', 'v') then (${TRIGGERS}) end) order by c.oid)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'f', 'i', 'I', 'v', 'm', 'S') and n.nspname !~ '^pg_'
  and n.nspname not in ('information_schema', 'keelson', 'keelson_kept')`;

/** What has no lock on a relation: values of enums, namespaces, rules of domains. */
const LOOSE = `
select json_build_object(
  'enums', (select json_agg(json_build_object('oid', e.oid::text, 'type', format('%I.%I', n.nspname, t.typname), 'label', e.enumlabel) order by e.enumtypid, e.enumsortorder)
    from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace),
  'schemas', (select json_agg(json_build_object('oid', oid::text, 'name', nspname) order by oid) from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'keelson', 'keelson_kept')),
  'domains', (select json_agg(json_build_object('oid', k.oid::text, 'domain', format('%I.%I', n.nspname, t.typname), 'domainOid', t.oid::text,
      'name', k.conname, 'isValid', k.convalidated, 'definition', pg_get_constraintdef(k.oid)) order by k.oid)
    from pg_constraint k join pg_type t on t.oid = k.contypid join pg_namespace n on n.oid = t.typnamespace
    where k.conrelid = 0 and k.contype = 'c' and n.nspname <> 'information_schema'),
  'domainOids', (select json_agg(t.oid::text order by t.oid) from pg_type t where t.typtype = 'd' and t.oid >= 16384))`;

/**
 * One look. That the statistics are to be sent off when the transaction ends makes those of the next one begin at
 * nothing: Postgres keeps them for a second otherwise.
 */
function look(wanted: string): string {
  return `
with own as materialized (${OWN}), locked as materialized (${LOCKED})
select json_build_object(
  'transaction', (select min(virtualtransaction) from own where locktype = 'virtualxid'),
  'lockTimeout', (extract(epoch from current_setting('lock_timeout')::interval) * 1000)::int,
  'locks', (select json_agg(json_build_object('oid', oid::text, 'mode', mode) order by oid) from locked),
  'relations', (${RELATIONS} ${wanted}),
  'loose', (${LOOSE}))::text as seen, pg_stat_force_next_flush()`;
}

const LOOKS = { all: look(''), locked: look(`and c.oid in (${NEAR})`) } as const;

/** A migration may throw away all that its session has prepared. */
const IS_PREPARED = `select 1 from pg_prepared_statements where name = $1`;

/** By connection, what its looks are prepared as: planning one takes far longer than looking. */
const PREPARED = new WeakMap<object, Partial<Record<keyof typeof LOOKS, string>>>();
let count = 0;

/** A relation as a look sees it. */
export interface SeenRelation extends ProbedRelation {
  readonly oid: string;
  readonly file: string | null;
  readonly rows: number;
  /** Within the transaction. */
  readonly scans: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly columns: readonly ProbedColumn[] | null;
  readonly indexes: readonly ProbedIndex[] | null;
  readonly constraints: readonly ProbedConstraint[] | null;
  readonly triggers: readonly string[] | null;
}

/** What a look sees beside relations. */
export interface Loose {
  readonly enums: readonly { readonly oid: string; readonly type: string; readonly label: string }[] | null;
  readonly schemas: readonly { readonly oid: string; readonly name: string }[] | null;
  readonly domains:
    | readonly {
        readonly oid: string;
        readonly domain: string;
        readonly domainOid: string;
        readonly name: string;
        readonly isValid: boolean;
        readonly definition: string;
      }[]
    | null;
  readonly domainOids: readonly string[] | null;
}

/** What a look sees. */
export interface Seen {
  readonly transaction: string;
  readonly lockTimeout: number;
  /** A mode is its place in LOCK_MODES, from 1. */
  readonly locks: readonly { readonly oid: string; readonly mode: number }[] | null;
  readonly relations: readonly SeenRelation[] | null;
  readonly loose: Loose;
}

/** Looks at everything, or at what this session has locks on, without taking a lock that stays. */
export async function lookAt(
  client: Pick<Client, 'query'>,
  which: keyof typeof LOOKS,
  { made, isFirst }: { readonly made: Spans | undefined; readonly isFirst: boolean },
): Promise<Seen> {
  const { rows } = await client.query<{ seen: string }>({
    name: await preparedAs(client, which),
    text: LOOKS[which],
    values: [made?.asMultirange() ?? '{}', !isFirst],
  });
  return JSON.parse(rows[0]?.seen ?? '{}') as Seen;
}

/** The name under which a look is prepared, or will be when it is sent under it. */
async function preparedAs(client: Pick<Client, 'query'>, which: keyof typeof LOOKS): Promise<string> {
  const names = PREPARED.get(client) ?? {};
  const known = names[which];
  if (known !== undefined && (await client.query(IS_PREPARED, [known])).rows.length > 0) return known;
  const name = `keelson_look_${(count += 1)}`;
  PREPARED.set(client, { ...names, [which]: name });
  return name;
}

/** A relation's name alone. */
export function named({ name, schema, bare }: Named): Named {
  return { name, schema, bare };
}
