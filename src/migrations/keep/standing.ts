import type { Client } from 'pg';
import { listKept } from './kept.ts';
import { placeOf } from './place.ts';
import { differ, rowText } from './row-text.ts';

/**
 * Marks what is kept of rows in which still stands what the down left there, before an up writes over it: afterwards
 * it cannot be told from what an application wrote. In the transaction of whoever calls.
 */
export async function markStanding(
  client: Client,
  { history, migration }: { readonly history: string; readonly migration: string },
): Promise<void> {
  const all = await listKept(client, history);
  for (const kept of all.filter((one) => one.migration === migration && one.what === 'columns')) {
    const { copy, key } = kept;
    const { source, columns, left } = await placeOf(client, kept);
    const hasKey = key.length > 0 && key.every((name) => columns.some((one) => one.name === name));
    if (!hasKey || left.size === 0) continue;
    const stands = [...left].map(([name, value]) => ` and not ${differ(`t.${name}`, value)}`).join('');
    await client.query(`
      alter table ${copy} add column if not exists keelson_stands boolean;
      update ${copy} k set keelson_stands = true from ${source} t where ${rowText('t', key)} = ${rowText('k', key)}${stands}`);
  }
}
