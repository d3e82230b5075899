import type { Client } from 'pg';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { dropKept, listKept } from './kept.ts';
import type { Kept } from './kept.ts';
import { placeOf } from './place.ts';
import { insertRows, putBack } from './put-back.ts';

/** What was set aside since a migration was applied last: by several runs, where one that took it back died. */
const LAST_TIME = `
select k.id from keelson.kept k
where k.history = $1 and k.migration = $2 and k.deploy > coalesce((
  select max(m.deploy) from keelson.migrations m where m.history = $1 and m.name = $2 and m.deploy < $3), 0)
order by k.id`;

/** Sequences that a column's values come from go on behind what came back; none goes back. */
const COUNT_ON = `
select format('select setval(%L, top.value) from (select %s(%I)::bigint as value from %s) top, %s s
    where top.value between %s and %s and case when s.is_called then top.value %s s.last_value else top.value %s= s.last_value end',
  numbers.name, case when s.seqincrement > 0 then 'max' else 'min' end, a.attname, $1::text, numbers.name, s.seqmin, s.seqmax,
  case when s.seqincrement > 0 then '>' else '<' end, case when s.seqincrement > 0 then '>' else '<' end) as statement
from pg_attribute a
cross join lateral (
  select pg_get_serial_sequence($1, a.attname)::regclass as oid where pg_get_serial_sequence($1, a.attname) is not null
  union
  select d.refobjid::regclass from pg_attrdef f
  join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid and d.refclassid = 'pg_class'::regclass
  where f.adrelid = a.attrelid and f.adnum = a.attnum
) as counted
join pg_sequence s on s.seqrelid = counted.oid
cross join lateral (
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.oid = s.seqrelid
) as numbers
where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
  and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype)
order by a.attnum, s.seqrelid`;

/** What people want to happen when rows are written; the rows that come back have been through it. */
const TRIGGERS = `
select tgname as name, tgenabled as enabled from pg_trigger
where tgrelid = to_regclass($1) and not tgisinternal and tgenabled <> 'D' and tgparentid = 0 order by tgname`;

/** What came back. */
export interface Restored {
  readonly table: string;
  readonly rows: number;
  /** Rows that are kept on: one with their key is there, none is that they belong to, or it says something new. */
  readonly left: number;
}

/** Brings back what was kept when a migration was taken back last, in the transaction of whoever calls. */
export async function restoreKept(
  client: Client,
  { history, migration }: { readonly history: string; readonly migration: string },
): Promise<readonly Restored[]> {
  const all = (await listKept(client, history)).filter((one) => one.migration === migration);
  const last = all.at(-1)?.deploy;
  if (last === undefined) return [];
  const { rows: ids } = await client.query<{ id: string }>(LAST_TIME, [history, migration, last]);
  const lastTime = new Set(ids.map(({ id }) => id));
  const restored: Restored[] = [];
  // A table on which something waits for the end of the transaction cannot be altered.
  await client.query('set constraints all immediate; set constraints all deferred');
  let waiting = all.filter(({ id }) => lastTime.has(id));
  // A row that refers to another one comes after it, in whichever order the tables were made.
  while (waiting.length > 0) {
    const again: Kept[] = [];
    for (const kept of waiting) {
      const done = await tryOne(client, kept, again.length + 1 < waiting.length);
      if (done === 'later') again.push(kept);
      else if (done !== undefined) restored.push(done);
    }
    waiting = again;
  }
  await client.query('set constraints all immediate');
  return restored;
}

async function tryOne(client: Client, kept: Kept, mayWait: boolean): Promise<Restored | 'later' | undefined> {
  await client.query('savepoint keelson_restore');
  try {
    const restored = await restoreOne(client, kept);
    await client.query('release savepoint keelson_restore');
    return restored;
  } catch (error) {
    if (!mayWait || (error as { code?: string }).code !== '23503') throw error;
    await client.query('rollback to savepoint keelson_restore; release savepoint keelson_restore');
    return 'later';
  }
}

/** Undefined where there is no place for it. */
async function restoreOne(client: Client, kept: Kept): Promise<Restored | undefined> {
  const place = await placeOf(client, kept);
  const there = place.columns.filter(({ name, isComputed }) => !isComputed && kept.columns.includes(name));
  if (there.length === 0) return undefined;
  const { rows: triggers } = await client.query<{ name: string; enabled: string }>(TRIGGERS, [kept.table]);
  const alter = async (words: readonly string[]): Promise<void> => {
    for (const word of words) await client.query(`alter table ${kept.table} ${word}`);
  };
  await alter(triggers.map(({ name }) => `disable trigger ${quoteIdentifier(name)}`));
  const rows = await (kept.what === 'columns' ? putBack : insertRows)(client, kept, { ...place, there });
  // A table whose deferred constraints wait cannot be altered.
  if (triggers.length > 0) await client.query('set constraints all immediate');
  await alter(
    triggers.map(({ name, enabled }) => {
      const how = { R: 'enable replica', A: 'enable always' }[enabled] ?? 'enable';
      return `${how} trigger ${quoteIdentifier(name)}`;
    }),
  );
  if (triggers.length > 0) await client.query('set constraints all deferred');
  const { rows: counting } = await client.query<{ statement: string }>(COUNT_ON, [kept.table]);
  for (const { statement } of counting) await client.query(statement);
  const left = kept.rows - rows;
  if (left === 0) await dropKept(client, kept);
  else if (kept.what === 'columns')
    await client.query('update keelson.kept set rows = $2 where id = $1', [kept.id, left]);
  return { table: kept.table, rows, left };
}
