import type { Client } from 'pg';
import { Problem } from '../../problem.ts';
import type { Loss } from './losses.ts';

/** What was set aside. */
export interface Kept {
  readonly id: string;
  readonly deploy: string;
  readonly migration: string;
  readonly what: Loss['what'];
  /** The table that it is of, as it was named. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** The table that it is in. */
  readonly copy: string;
  readonly rows: number;
}

/** The same in the moment in which it is set aside. */
export interface SetAside extends Kept {
  /** Whether all of it is lost, and not only those of its rows that are not there any more. */
  readonly isWhole: boolean;
}

const MAKE = `
do $$ begin
  if to_regnamespace('keelson_kept') is null then create schema keelson_kept; end if;
  if to_regclass('keelson.kept') is null then
    create table keelson.kept (
      id bigint generated always as identity primary key,
      history text not null,
      deploy bigint not null references keelson.deploys,
      migration text not null,
      what text not null check (what in ('table', 'columns', 'rows')),
      name text not null,
      columns text[] not null,
      key text[] not null,
      copy text,
      rows bigint,
      kept_at timestamptz not null default clock_timestamp(),
      restored_at timestamptz
    );
  end if;
end $$`;

const NOTE = `
insert into keelson.kept (history, deploy, migration, what, name, columns, key)
values ($1, $2, $3, $4, $5, $6, $7) returning id`;

const LIST = `
select id, deploy, migration, what, name as table, columns, key, copy, rows::float8 as rows
from keelson.kept where history = $1 and restored_at is null and copy is not null order by id`;

/** Nobody but its owner may look at it, whatever the default privileges are. */
const REVOKE = (copy: string): string => `
do $$ declare grantee record; begin
  for grantee in
    select distinct case a.grantee when 0 then 'public' else a.grantee::regrole::text end as name
    from pg_class c cross join aclexplode(c.relacl) a where c.oid = '${copy}'::regclass and a.grantee <> c.relowner
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
  // A policy that hides rows from the owner would hide them from the copy too: Postgres refuses instead.
  await client.query('set local row_security = off');
  const kept: SetAside[] = [];
  for (const { what, table, columns, isChanged } of losses) {
    const names = columns.map(({ name }) => name);
    const isThere = `(${names.join(', ')}) is distinct from (${names.map(() => 'null').join(', ')})`;
    if (what === 'columns' && table.key.length === 0) {
      const { rows: any } = await client.query(`select from ${table.name} where ${isThere} limit 1`);
      if (any.length === 0) continue;
      throw withoutKey(table.name, names);
    }
    const { rows: noted } = await client.query<{ id: string }>(NOTE, [
      of.history,
      of.deploy,
      of.migration,
      what,
      table.name,
      names,
      table.key,
    ]);
    const id = noted[0]?.id ?? '';
    const copy = `keelson_kept.rows_${id}`;
    const wanted = what === 'columns' ? [...new Set([...table.key, ...names])] : names;
    const inCopy = wanted.map((name) => asKept(table, name)).join(', ');
    const some = what === 'columns' ? ` where ${isThere}` : '';
    const { rowCount } = await client.query(
      `create table ${copy} as select ${inCopy} from ${table.name}${some}`,
    );
    await client.query(REVOKE(copy));
    if ((rowCount ?? 0) === 0) {
      await client.query(`drop table ${copy}`);
      await client.query('delete from keelson.kept where id = $1', [id]);
      continue;
    }
    await client.query('update keelson.kept set copy = $2, rows = $3 where id = $1', [id, copy, rowCount]);
    kept.push({
      id,
      ...of,
      what,
      table: table.name,
      columns: names,
      key: table.key,
      copy,
      rows: rowCount ?? 0,
      isWhole: what !== 'rows' || isChanged,
    });
  }
  await client.query('set local row_security = on');
  return kept;
}

/** A value of a type that people made is kept as text: a copy of that type would keep the type from going. */
function asKept({ columns }: Loss['table'], name: string): string {
  return columns.some((column) => column.name === name && column.isOwn) ? `${name}::text as ${name}` : name;
}

/** Leaves out the rows that are still there as they were. */
export async function dropUnchanged(client: Client, kept: readonly SetAside[]): Promise<void> {
  for (const { id, isWhole, table, columns, copy } of kept) {
    if (isWhole) continue;
    // As text: a type that people made is kept so, and some types (json, point) know no equality.
    const row = (of: string): string => `(${columns.map((name) => `${of}.${name}::text`).join(', ')})`;
    await client.query(
      `delete from ${copy} k where exists (select from ${table} t where ${row('t')} is not distinct from ${row('k')})`,
    );
    const { rows } = await client.query<{ count: number }>(`select count(*)::float8 as count from ${copy}`);
    const count = rows[0]?.count ?? 0;
    if (count > 0) await client.query('update keelson.kept set rows = $2 where id = $1', [id, count]);
    else await client.query(`drop table ${copy}; delete from keelson.kept where id = ${id}`);
  }
}

/** What is kept and was not brought back. */
export async function listKept(client: Client, history: string): Promise<readonly Kept[]> {
  const { rows: there } = await client.query<{ present: boolean }>(
    `select to_regclass('keelson.kept') is not null as present`,
  );
  return there[0]?.present === true ? (await client.query<Kept>(LIST, [history])).rows : [];
}

function withoutKey(table: string, columns: readonly string[]): Problem {
  return new Problem({
    code: 'migrations/cannot-keep',
    what: `${columns.join(', ')} of ${table} would be lost, and cannot be kept: the table has no primary key`,
    why: 'without one it could not be said later which row a value was of; nothing has been taken back of this migration',
    fix: 'give the table a primary key, or take back without keeping: --discard',
  });
}

/** Throws away what is kept, all of it or of one migration. */
export async function purgeKept(
  client: Client,
  history: string,
  migration?: string,
): Promise<readonly Kept[]> {
  const gone = (await listKept(client, history)).filter(
    (one) => migration === undefined || one.migration === migration,
  );
  for (const { id, copy } of gone) {
    await client.query('begin');
    await client.query(`drop table if exists ${copy}`);
    await client.query('delete from keelson.kept where id = $1', [id]);
    await client.query('commit');
  }
  return gone;
}
