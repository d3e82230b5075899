import type { Client } from 'pg';
import type { MigrationSession } from '../session/session.ts';
import { tableName } from '../history.ts';
import { dropUnchanged, keepRows } from './set-aside.ts';
import { lossesBetween, writtenAnew } from './losses.ts';
import { readShape } from './shape.ts';
import type { TableShape } from './shape.ts';

/**
 * Runs what may destroy rows, inside a transaction. What it destroys is found by running it: where that is anything, it
 * is taken back to a savepoint, the rows are set aside, and it is run again.
 */
export async function keepingRows(
  { client, gate, table }: MigrationSession,
  of: { readonly deploy: string; readonly migration: string },
  run: () => Promise<void>,
): Promise<void> {
  const own = [tableName(table), tableName({ ...table, name: `${table.name}_lock` })];
  const before = await readShape(client, own);
  await client.query('savepoint keelson_keep');
  await run();
  const after = await readShape(client, own);
  const anew = writtenAnew(before, after);
  const left: number[] = [];
  for (const one of anew) left.push(await countOf(client, one.after));
  const emptied = new Set<string>();
  if (anew.length > 0) {
    await client.query('rollback to savepoint keelson_keep');
    for (const [index, { before: table }] of anew.entries()) {
      if ((await countOf(client, table)) > (left[index] ?? 0)) emptied.add(table.oid);
    }
  }
  const losses = lossesBetween(before, after, emptied);
  if (losses.length === 0 && anew.length === 0) {
    await client.query('release savepoint keelson_keep');
    return;
  }
  await client.query('rollback to savepoint keelson_keep; release savepoint keelson_keep');
  const kept = await keepRows(client, losses, { history: tableName(table), ...of });
  await gate.unobserved(run);
  await dropUnchanged(client, kept);
}

async function countOf(client: Client, { name }: TableShape): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`select count(*)::float8 as count from ${name}`);
  return rows[0]?.count ?? 0;
}
