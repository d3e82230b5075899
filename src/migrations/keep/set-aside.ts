import type { Client } from 'pg';
import { dropKept } from './kept.ts';
import type { Kept } from './kept.ts';
import type { Loss } from './losses.ts';
import { numberedRows } from './row-text.ts';

/** What was set aside, in the transaction that takes it. */
export interface SetAside extends Omit<Kept, 'keptAt'> {
  /** Whether all of it is lost, and not only those of its rows that are not there any more. */
  readonly isWhole: boolean;
}

const MAKE = `
do $$ begin
  if to_regnamespace('keelson_kept') is null then create schema keelson_kept; end if;
end $$`;

const NOTE = `
insert into keelson.kept (history, deploy, migration, what, name, columns, key)
values ($1, $2, $3, $4, $5, $6, $7) returning id`;

/** Nobody but its owner may look at it, whatever the default privileges are. */
const REVOKE = (copy: string): string => `
do $$ declare grantee record; begin
  for grantee in
    select distinct case a.grantee when 0 then 'public' else a.grantee::regrole::text end as name
    from pg_class c cross join aclexplode(c.relacl) a where c.oid = '${copy}'::regclass and a.grantee <> c.relowner
    order by 1
  loop
    execute format('revoke all on ${copy} from %s', grantee.name);
  end loop;
end $$`;

/** Sets rows aside before they go, in the transaction that takes them. */
export async function keepRows(
  client: Client,
  losses: readonly Loss[],
  of: { readonly history: string; readonly deploy: string; readonly migration: string },
): Promise<readonly SetAside[]> {
  if (losses.length === 0) return [];
  await client.query(MAKE);
  // What an application wrote behind the copy would be in none; the down needs this lock of nearly all of them anyway.
  const tables = losses.map(({ table }) => table.name).join(', ');
  await client.query(`lock table ${tables} in access exclusive mode`);
  // A policy that hides rows from the owner would hide them from the copy too: Postgres refuses instead.
  await client.query('set local row_security = off');
  const kept: SetAside[] = [];
  for (const loss of losses) kept.push(...(await keepOne(client, loss, of)));
  await client.query('set local row_security = on');
  return kept;
}

async function keepOne(
  client: Client,
  { what, table, columns, isChanged }: Loss,
  of: { readonly history: string; readonly deploy: string; readonly migration: string },
): Promise<readonly SetAside[]> {
  const lost = columns.map(({ name }) => name);
  // A key that goes too tells nothing later.
  const key = what === 'columns' && table.key.some((name) => lost.includes(name)) ? [] : table.key;
  const values = [of.history, of.deploy, of.migration, what, table.name, lost, key];
  const id = (await client.query<{ id: string }>(NOTE, values)).rows[0]?.id ?? '';
  const copy = `keelson_kept.rows_${id}`;
  const wanted =
    what !== 'columns' || key.length === 0
      ? table.columns.map(({ name }) => name)
      : [...new Set([...key, ...lost])];
  const isThere = lost.map((name) => `${name} is distinct from null`).join(' or ');
  const some = what === 'columns' ? ` where ${isThere}` : '';
  const { rowCount } = await client.query(
    `create table ${copy} as select ${wanted.map((name) => asKept(table, name)).join(', ')} from ${table.name}${some}`,
  );
  const rows = rowCount ?? 0;
  if (rows === 0) {
    await dropKept(client, { id, copy });
    return [];
  }
  await client.query(REVOKE(copy));
  await client.query('update keelson.kept set copy = $2, rows = $3 where id = $1', [id, copy, rows]);
  const isWhole = what !== 'rows' || isChanged;
  return [{ id, ...of, what, table: table.name, columns: lost, key, copy, rows, isWhole }];
}

/** A value of a type that people made is kept as text: a copy of that type would keep the type from going. */
function asKept({ columns }: Loss['table'], name: string): string {
  return columns.some((column) => column.name === name && column.isOwn) ? `${name}::text as ${name}` : name;
}

/** Leaves out the rows that are still there as they were. */
export async function dropUnchanged(client: Client, kept: readonly SetAside[]): Promise<void> {
  for (const { id, isWhole, table, columns, copy } of kept) {
    if (isWhole) continue;
    await client.query(`
      delete from ${copy} gone using ${numberedRows(copy, columns)} k, ${numberedRows(table, columns)} t
      where k.keelson_text = t.keelson_text and k.keelson_place = t.keelson_place and gone.ctid = k.ctid`);
    const { rows } = await client.query<{ count: number }>(`select count(*)::float8 as count from ${copy}`);
    const count = rows[0]?.count ?? 0;
    if (count > 0) await client.query('update keelson.kept set rows = $2 where id = $1', [id, count]);
    else await dropKept(client, { id, copy });
  }
}
