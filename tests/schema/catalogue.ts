import type { ClientBase } from 'pg';

// One line for each thing that somebody made, printed by Postgres itself. The system's own namespaces and
// whatever hangs on a constraint or a serial column without being written down are left out.
const CATALOGUE = `
  with ours as (
    select oid, nspname from pg_namespace
    where nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_(toast|temp)'
  ), line(text) as (
    select format('schema %I', nspname) from ours
    union all
    select format('relation %I.%I %s', nspname, relname, relkind)
    from pg_class c join ours on ours.oid = relnamespace where relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select format('column %I.%I.%I %s %s%s%s', nspname, relname, attname, attnum, format_type(atttypid, atttypmod),
      case when attnotnull then ' not null' else '' end, ' default ' || pg_get_expr(adbin, adrelid))
    from pg_attribute a join pg_class c on c.oid = attrelid join ours on ours.oid = relnamespace
    left join pg_attrdef d on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped and relkind in ('r', 'p', 'v', 'm')
    union all
    select format('constraint %I.%I.%I %s', nspname, relname, conname, pg_get_constraintdef(o.oid))
    from pg_constraint o join pg_class c on c.oid = conrelid join ours on ours.oid = relnamespace
    union all
    select format('index %I.%I %s', nspname, c.relname, pg_get_indexdef(indexrelid))
    from pg_index join pg_class c on c.oid = indexrelid join ours on ours.oid = relnamespace
    union all
    select format('trigger %s', pg_get_triggerdef(t.oid))
    from pg_trigger t join pg_class c on c.oid = tgrelid join ours on ours.oid = relnamespace where not tgisinternal
    union all
    select format('function %s', pg_get_functiondef(p.oid))
    from pg_proc p join ours on ours.oid = pronamespace where prokind in ('f', 'p')
    union all
    select format('type %I.%I', nspname, typname)
    from pg_type y join ours on ours.oid = typnamespace where typtype in ('e', 'd', 'r')
    union all
    select format('grant on %s to %s: %s', what, grantee::regrole, string_agg(privilege_type, ', ' order by privilege_type))
    from (
      select format('schema %I', nspname) as what, (aclexplode(nspacl)).*, nspowner as owner
      from pg_namespace where oid in (select oid from ours) and nspname <> 'public'
      union all
      select oid::regclass::text, (aclexplode(relacl)).*, relowner
      from pg_class where relnamespace in (select oid from ours)
      union all
      select format('%s to come', defaclobjtype), (aclexplode(defaclacl)).*, defaclrole from pg_default_acl
    ) granted where grantee <> owner group by what, grantee
  )
  select text from line order by text collate "C"`;

/** Everything that somebody made in a database, a line each, in a fixed order. */
export async function catalogue(client: ClientBase): Promise<string[]> {
  // Empty, so that every name is printed with its namespace.
  await client.query(`set search_path = ''`);
  const { rows } = await client.query<{ text: string }>(CATALOGUE);
  return rows.map((row) => row.text);
}

/** Those lines of a catalogue that a Drizzle schema can declare, of the namespace `auth`. */
export function declarable(lines: readonly string[]): string[] {
  return lines.filter((line) => /^(schema|relation|column|constraint|index) auth\b/.test(line));
}
