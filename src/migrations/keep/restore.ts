import type { Client } from 'pg';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { dropKept, listKept } from './kept.ts';
import type { Kept } from './kept.ts';
import { numberedRows, rowText } from './row-text.ts';

const COLUMNS = `
select quote_ident(attname) as name, format_type(atttypid, atttypmod) as type, attgenerated <> '' as "isComputed"
from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`;

/** What was set aside since a migration was applied last: by several runs, where one that took it back died. */
const LAST_TIME = `
select k.id from keelson.kept k
where k.history = $1 and k.migration = $2 and k.deploy > coalesce((
  select max(m.deploy) from keelson.migrations m where m.history = $1 and m.name = $2 and m.deploy < $3), 0)
order by k.id`;

/** Sequences that count for a column start behind what came back. */
const COUNT_ON = `
select format('select setval(%L, greatest((select max(%I) from %s)::bigint, 1))', pg_get_serial_sequence($1, a.attname),
  a.attname, $1) as statement
from pg_attribute a where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
  and pg_get_serial_sequence($1, a.attname) is not null
order by a.attnum`;

/** What people want to happen when rows are written; the rows that come back have been through it. */
const TRIGGERS = `
select tgname as name, tgenabled as enabled from pg_trigger
where tgrelid = to_regclass($1) and not tgisinternal and tgenabled <> 'D' and tgparentid = 0 order by tgname`;

/** What came back. */
export interface Restored {
  readonly table: string;
  readonly rows: number;
  /** Rows that are kept on, since a row with their key is there, or none is that they belong to. */
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

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isComputed: boolean;
}

/** Undefined where there is no place for it. */
async function restoreOne(client: Client, kept: Kept): Promise<Restored | undefined> {
  const { rows: columns } = await client.query<Column>(COLUMNS, [kept.table]);
  const there = columns.filter(({ name, isComputed }) => !isComputed && kept.columns.includes(name));
  if (there.length === 0) return undefined;
  const { rows: triggers } = await client.query<{ name: string; enabled: string }>(TRIGGERS, [kept.table]);
  const alter = async (words: readonly string[]): Promise<void> => {
    for (const word of words) await client.query(`alter table ${kept.table} ${word}`);
  };
  await alter(triggers.map(({ name }) => `disable trigger ${quoteIdentifier(name)}`));
  const rows =
    kept.what === 'columns'
      ? await putBack(client, kept, { lost: there, columns })
      : await insert(client, kept, there);
  // A table whose deferred constraints wait cannot be altered.
  if (triggers.length > 0) await client.query('set constraints all immediate');
  await alter(
    triggers.map(({ name, enabled }) => {
      const how = { R: 'enable replica', A: 'enable always' }[enabled] ?? 'enable';
      return `${how} trigger ${quoteIdentifier(name)}`;
    }),
  );
  const { rows: counting } = await client.query<{ statement: string }>(COUNT_ON, [kept.table]);
  for (const { statement } of counting) await client.query(statement);
  const left = kept.rows - rows;
  if (left === 0) await dropKept(client, kept);
  return { table: kept.table, rows, left };
}

async function insert(client: Client, { table, copy }: Kept, columns: readonly Column[]): Promise<number> {
  const names = columns.map(({ name }) => name).join(', ');
  const values = columns.map(({ name, type }) => `${name}::${type}`).join(', ');
  const { rowCount } = await client.query(
    `insert into ${table} (${names}) overriding system value select ${values} from ${copy} on conflict do nothing`,
  );
  return rowCount ?? 0;
}

/** Values go to the row of their key, or where there is none to the row whose other values are the same. */
async function putBack(
  client: Client,
  { table, copy, key }: Kept,
  { lost, columns }: { readonly lost: readonly Column[]; readonly columns: readonly Column[] },
): Promise<number> {
  const values = lost.map(({ name, type }) => `${name} = k.${name}::${type}`).join(', ');
  if (key.length > 0) {
    const { rowCount } = await client.query(
      `update ${table} t set ${values} from ${copy} k where ${rowText('t', key)} = ${rowText('k', key)}`,
    );
    return rowCount ?? 0;
  }
  const { rows: kept } = await client.query<Column>(COLUMNS, [copy]);
  const others = columns
    .map(({ name }) => name)
    .filter((name) => !lost.some((one) => one.name === name) && kept.some((one) => one.name === name));
  const { rowCount } = await client.query(`
    update ${table} t set ${values} from ${numberedRows(copy, others)} k, ${numberedRows(table, others)} m
    where k.keelson_text = m.keelson_text and k.keelson_place = m.keelson_place
      and t.tableoid = m.tableoid and t.ctid = m.ctid`);
  return rowCount ?? 0;
}
