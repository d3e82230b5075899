import type { Client } from 'pg';
import { keyOf } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';

/** Everything that keeps its number when it gets another name, with the catalogue that numbers it. */
const PLACES = `
select 'relation' as class, c.oid::text as number, n.nspname as schema, t.relname as parent, c.relname as name,
  c.relkind = 'S' and exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
    and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')) as follows
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join pg_index x on x.indexrelid = c.oid left join pg_class t on t.oid = x.indrelid
where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'i', 'I') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
select 'column', a.attrelid || '.' || a.attnum, n.nspname, c.relname, a.attname, false
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
select 'constraint', k.oid::text, n.nspname, c.relname, k.conname, false
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
union all
select 'policy', p.oid::text, n.nspname, c.relname, p.polname, false
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
union all
select 'trigger', g.oid::text, n.nspname, c.relname, g.tgname, false
from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
where not g.tgisinternal
union all
select 'type', t.oid::text, n.nspname, null, t.typname, false
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where (t.typtype in ('e', 'd', 'r') or exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'))
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
select 'schema', oid::text, null, null, nspname, false from pg_namespace
where nspname !~ '^pg_' and nspname <> 'information_schema'
order by 1, 3, 4, 5`;

/** The catalogue that numbers objects of a kind. */
const CLASSES: Readonly<Record<string, string>> = {
  ...{ table: 'relation', view: 'relation', 'materialized view': 'relation', 'foreign table': 'relation' },
  ...{ sequence: 'relation', index: 'relation', column: 'column', attribute: 'column' },
  ...{ 'primary key': 'constraint', unique: 'constraint', 'foreign key': 'constraint', check: 'constraint' },
  ...{ 'exclusion constraint': 'constraint', 'not null constraint': 'constraint' },
  ...{ policy: 'policy', trigger: 'trigger', schema: 'schema' },
  ...{ enum: 'type', domain: 'type', 'range type': 'type', 'composite type': 'type' },
};

/** Where something is that Postgres knows by a number. */
export interface NumberedPlace {
  readonly class: string;
  readonly number: string;
  readonly schema: string | null;
  readonly parent: string | null;
  readonly name: string;
  /** Whether it is wherever its owner is. */
  readonly follows: boolean;
}

/** What is called how in a database, at one moment. */
export type Places = readonly NumberedPlace[];

/** Reads it. */
export async function readPlaces(client: Client): Promise<Places> {
  const { rows } = await client.query<NumberedPlace>(PLACES);
  return rows;
}

/** Where an object of the first moment is at the second, by its number: whatever it is called then, it is the same one. */
export function renamedBetween(before: Places, after: Places): (identity: Identity) => Identity {
  const numbers = new Map(before.map((one) => [placeKey(one), numberKey(one)]));
  const now = new Map(after.map((one) => [numberKey(one), one]));
  const known = new Set(numbers.values());
  const taken = new Map(after.map((one) => [placeKey(one), numberKey(one)]));
  return (identity) => {
    const place = { ...identity, class: CLASSES[identity.kind] ?? '' };
    const number = numbers.get(placeKey(place));
    const found = number === undefined ? undefined : now.get(number);
    if (found?.schema === identity.schema) return { ...identity, parent: found.parent, name: found.name };
    // What it was called is the name of another one by now.
    const other = taken.get(placeKey(place));
    if (number !== undefined && other !== undefined && known.has(other)) return GONE(identity);
    return number === undefined ? withParent(identity, { numbers, now }) : identity;
  };
}

/** What no object is called. */
const GONE = (identity: Identity): Identity => ({ ...identity, name: `${identity.name}\0` });

/** A part of something that has another name. */
function withParent(
  identity: Identity,
  {
    numbers,
    now,
  }: {
    readonly numbers: ReadonlyMap<string, string>;
    readonly now: ReadonlyMap<string, NumberedPlace>;
  },
): Identity {
  const { schema, parent } = identity;
  if (parent === null) return identity;
  for (const kind of ['relation', 'type']) {
    const number = numbers.get(placeKey({ class: kind, schema, parent: null, name: parent }));
    const found = number === undefined ? undefined : now.get(number);
    if (found?.schema === schema) return { ...identity, parent: found.name };
  }
  return identity;
}

/** Indexes share a name space with tables, whichever table they are of; here they are told apart by it. */
function placeKey({ class: kind, schema, parent, name }: Omit<NumberedPlace, 'number' | 'follows'>): string {
  return keyOf(kind, schema, parent, name);
}

function numberKey({ class: kind, number }: NumberedPlace): string {
  return keyOf(kind, number);
}
