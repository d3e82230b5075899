import type { Client } from 'pg';
import { listKept } from './kept.ts';
import type { Kept } from './kept.ts';

const COLUMNS = `
select quote_ident(attname) as name, format_type(atttypid, atttypmod) as type
from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''
order by attnum`;

/** Sequences that count for a column start behind what came back. */
const COUNT_ON = `
select format('select setval(%L, greatest((select max(%I) from %s)::bigint, 1))', pg_get_serial_sequence($1, a.attname),
  a.attname, $1) as statement
from pg_attribute a where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
  and pg_get_serial_sequence($1, a.attname) is not null
order by a.attnum`;

/** What came back. */
export interface Restored {
  readonly table: string;
  readonly rows: number;
}

/** Brings back what was kept when a migration was taken back, in the transaction in which it is applied again. */
export async function restoreKept(
  client: Client,
  { history, migration }: { readonly history: string; readonly migration: string },
): Promise<readonly Restored[]> {
  const restored: Restored[] = [];
  const all = (await listKept(client, history)).filter((one) => one.migration === migration);
  // The last time that it was taken back counts; what was kept before stays where it is.
  const last = all.at(-1)?.deploy;
  for (const kept of all.filter(({ deploy }) => deploy === last)) {
    const { rows: columns } = await client.query<{ name: string; type: string }>(COLUMNS, [kept.table]);
    const there = columns.filter(({ name }) => kept.columns.includes(name));
    if (there.length === 0) continue;
    const rows =
      kept.what === 'columns' ? await putBack(client, kept, there) : await insert(client, kept, there);
    const { rows: counting } = await client.query<{ statement: string }>(COUNT_ON, [kept.table]);
    for (const { statement } of counting) await client.query(statement);
    await client.query('update keelson.kept set restored_at = clock_timestamp() where id = $1', [kept.id]);
    restored.push({ table: kept.table, rows });
  }
  return restored;
}

interface Column {
  readonly name: string;
  readonly type: string;
}

async function insert(client: Client, { table, copy }: Kept, columns: readonly Column[]): Promise<number> {
  const names = columns.map(({ name }) => name).join(', ');
  const values = columns.map(({ name, type }) => `${name}::${type}`).join(', ');
  const { rowCount } = await client.query(
    `insert into ${table} (${names}) overriding system value select ${values} from ${copy} on conflict do nothing`,
  );
  return rowCount ?? 0;
}

async function putBack(
  client: Client,
  { table, copy, key }: Kept,
  columns: readonly Column[],
): Promise<number> {
  const values = columns.map(({ name, type }) => `${name} = k.${name}::${type}`).join(', ');
  const same = key.map((name) => `t.${name} = k.${name}`).join(' and ');
  const { rowCount } = await client.query(`update ${table} t set ${values} from ${copy} k where ${same}`);
  return rowCount ?? 0;
}
