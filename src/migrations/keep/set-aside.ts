import type { Client } from 'pg';
import { seeingAllRows } from './conditions.ts';
import { dropKept } from './kept.ts';
import type { Kept } from './kept.ts';
import type { Loss } from './losses.ts';
import type { TableShape } from './shape.ts';

/** What was set aside, in the transaction that takes it. */
export interface SetAside {
  readonly id: string;
  readonly copy: string;
  readonly what: Kept['what'];
  readonly table: TableShape;
  /** The columns of the copy. */
  readonly columns: TableShape['columns'];
  /** What tells its rows apart; empty where nothing does that stays. */
  readonly key: readonly string[];
  readonly of: KeptOf;
}

/** Whose what is kept was. */
export interface KeptOf {
  readonly history: string;
  readonly deploy: string;
  readonly migration: string;
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

/** Sets rows aside before they go, in the transaction that takes them, which has their tables locked. */
export async function keepRows(
  client: Client,
  losses: readonly Loss[],
  of: KeptOf,
): Promise<readonly SetAside[]> {
  if (losses.length === 0) return [];
  await client.query(MAKE);
  return await seeingAllRows(client, async () => {
    const kept: SetAside[] = [];
    for (const loss of losses) kept.push(...(await keepOne(client, loss, of)));
    return kept;
  });
}

async function keepOne(
  client: Client,
  { what, table, columns }: Loss,
  of: KeptOf,
): Promise<readonly SetAside[]> {
  const lost = columns.map(({ name }) => name);
  // A key that goes too tells nothing later.
  const key = what === 'columns' && table.key.some((name) => lost.includes(name)) ? [] : table.key;
  const isPartly = what === 'columns' && key.length > 0;
  const copied = table.columns.filter(({ name }) => !isPartly || key.includes(name) || lost.includes(name));
  const some = isPartly ? ` where ${lost.map((name) => `${name} is distinct from null`).join(' or ')}` : '';
  const made = await makeCopy(client, {
    of,
    what,
    table: table.name,
    columns: lost,
    key,
    query: `select ${copied.map(asKept).join(', ')} from ${table.source}${some}`,
  });
  return made === undefined ? [] : [{ ...made, what, table, columns: copied, key, of }];
}

/** Makes a copy of what a query gives, and notes it; undefined where that is nothing. */
export async function makeCopy(
  client: Client,
  {
    of,
    what,
    table,
    columns,
    key,
    query,
  }: Pick<Kept, 'what' | 'table' | 'columns' | 'key'> & { readonly of: KeptOf; readonly query: string },
): Promise<Pick<Kept, 'id' | 'copy'> | undefined> {
  const values = [of.history, of.deploy, of.migration, what, table, columns, key];
  const id = (await client.query<{ id: string }>(NOTE, values)).rows[0]?.id ?? '';
  const copy = `keelson_kept.rows_${id}`;
  const { rowCount } = await client.query(`create table ${copy} as ${query}`);
  const rows = rowCount ?? 0;
  if (rows === 0) {
    await dropKept(client, { id, copy });
    return undefined;
  }
  await client.query(REVOKE(copy));
  await client.query('update keelson.kept set copy = $2, rows = $3 where id = $1', [id, copy, rows]);
  return { id, copy };
}

/** A copy that had a type or a collation of people would keep it from going. */
function asKept({ name, isOwn, hasOwnCollation }: TableShape['columns'][number]): string {
  if (!isOwn && !hasOwnCollation) return name;
  return `${name}${isOwn ? '::text' : ''}${hasOwnCollation ? ' collate "default"' : ''} as ${name}`;
}
