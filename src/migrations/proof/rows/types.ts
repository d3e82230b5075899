import type { Client } from 'pg';

/** The types of all columns, and those that they are made of. */
const TYPES = `
with recursive used (oid) as (
  select a.atttypid from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relkind in ('r', 'p') and c.relnamespace <> 'pg_catalog'::regnamespace and a.attnum > 0 and not a.attisdropped
  union
  select part.oid from used join pg_type t on t.oid = used.oid
  cross join lateral (
    select t.typelem where t.typelem <> 0 union all select t.typbasetype where t.typbasetype <> 0
    union all select r.rngsubtype from pg_range r where t.oid in (r.rngtypid, r.rngmultitypid)
    union all select r.rngtypid from pg_range r where r.rngmultitypid = t.oid
    union all select a.atttypid from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
  ) as part (oid)
)
select t.oid::text as oid, t.typname as name, t.typtype as kind, format_type(t.oid, null) as written,
  case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem::text end as element,
  nullif(t.typbasetype, 0)::text as base, t.typtypmod as typmod, t.typnotnull as "isRequired",
  array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
  coalesce((select json_agg(json_build_object('type', a.atttypid::text, 'typmod', a.atttypmod) order by a.attnum)
    from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '[]') as attributes,
  (select r.rngsubtype::text from pg_range r where r.rngtypid = t.oid) as subtype,
  (select r.rngtypid::text from pg_range r where r.rngmultitypid = t.oid) as range,
  array(select pg_get_constraintdef(k.oid) from pg_constraint k where k.contypid = t.oid and k.contype = 'c' order by k.oid) as checks
from used join pg_type t on t.oid = used.oid
order by t.oid`;

/** A type and what it is made of. */
export interface FillType {
  readonly oid: string;
  readonly name: string;
  readonly kind: string;
  readonly written: string;
  readonly element: string | null;
  readonly base: string | null;
  readonly typmod: number;
  readonly isRequired: boolean;
  readonly labels: readonly string[];
  readonly attributes: readonly { readonly type: string; readonly typmod: number }[];
  readonly subtype: string | null;
  readonly range: string | null;
  readonly checks: readonly string[];
  /** Of a domain with conditions: values that meet them. */
  readonly values?: readonly string[];
}

export type FillTypes = ReadonlyMap<string, FillType>;

/** Reads the types that columns have, by their oids. */
export async function readTypes(client: Client): Promise<FillTypes> {
  const { rows } = await client.query<FillType>(TYPES);
  return new Map(rows.map((row) => [row.oid, row]));
}

/** The type that a domain is over, with the length that it gives; any other type as it is. */
export function underlying(
  types: FillTypes,
  { type, typmod }: { readonly type: string; readonly typmod: number },
): { readonly type: FillType | undefined; readonly typmod: number; readonly domains: readonly FillType[] } {
  const domains: FillType[] = [];
  let [found, length] = [types.get(type), typmod];
  while (found?.kind === 'd') {
    domains.push(found);
    if (length === -1) length = found.typmod;
    found = types.get(found.base ?? '');
  }
  return { type: found, typmod: length, domains };
}
