import type { Client } from 'pg';
import type { MigrationSession } from '../session/session.ts';
import { tableName } from '../history.ts';
import { countingChanges, seeingAllRows } from './conditions.ts';
import { dropUnchanged } from './unchanged.ts';
import { keepRows } from './set-aside.ts';
import { allOf, isAmong, lossesBetween, writtenAnew } from './losses.ts';
import type { Loss } from './losses.ts';
import { readShape } from './shape.ts';
import type { TableShape } from './shape.ts';

/**
 * Runs what may destroy rows, inside a transaction. What it destroys is found by running it: where that is anything, it
 * is taken back to a savepoint, the rows are set aside, and it is run again, until it destroys no more than that: going
 * back frees its locks, so that an application may write in between.
 */
export async function keepingRows(
  { client, gate, table }: MigrationSession,
  of: { readonly deploy: string; readonly migration: string },
  run: () => Promise<void>,
): Promise<void> {
  const own = [tableName(table), tableName({ ...table, name: `${table.name}_lock` })];
  await countingChanges(client);
  let before = await readShape(client, own);
  await client.query('savepoint keelson_keep');
  await run();
  let after = await readShape(client, own);
  let losses = lossesBetween(before, after, new Set());
  // How many rows are left at least of what was there, by table.
  let left = await seeingAllRows(client, async () => rowsLeft(client, writtenAnew(before, after)));
  while (losses.length > 0 || left.size > 0) {
    await client.query('rollback to savepoint keelson_keep');
    const suspects = [...left.keys()].flatMap((oid) => before.get(oid) ?? []);
    await lock(
      client,
      losses.map((loss) => loss.table),
      'access exclusive',
    );
    await lock(client, suspects, 'share row exclusive');
    before = await readShape(client, own);
    const there = await seeingAllRows(client, async () => countsOf(client, suspects));
    losses = allOf([...losses, ...lossesBetween(before, before, fewer(there, left))]);
    await lock(
      client,
      losses.map((loss) => loss.table),
      'access exclusive',
    );
    const kept = await keepRows(client, losses, { history: tableName(table), ...of });
    await gate.unobserved(run);
    after = await readShape(client, own);
    const anew = writtenAnew(before, after);
    left = await seeingAllRows(client, async () => rowsLeft(client, anew));
    const more = lossesBetween(before, after, fewer(there, left)).filter((one) => !isAmong(losses, one));
    const isNew = anew.some(({ oid }) => !there.has(oid) && !isKept(losses, oid));
    if (more.length === 0 && !isNew) {
      await seeingAllRows(client, async () => {
        for (const one of kept) await dropUnchanged(client, one, after.get(one.table.oid));
      });
      break;
    }
    losses = allOf([...losses, ...more]);
  }
  await client.query('release savepoint keelson_keep');
}

/** Tables that had more rows than are left of them. */
function fewer(there: ReadonlyMap<string, number>, left: ReadonlyMap<string, number>): ReadonlySet<string> {
  return new Set([...there].flatMap(([oid, count]) => (count > (left.get(oid) ?? count) ? [oid] : [])));
}

function isKept(losses: readonly Loss[], oid: string): boolean {
  return losses.some(({ what, table }) => table.oid === oid && what !== 'columns');
}

async function lock(client: Client, tables: readonly TableShape[], mode: string): Promise<void> {
  if (tables.length === 0) return;
  await client.query(`lock table ${tables.map(({ name }) => name).join(', ')} in ${mode} mode`);
}

/** What was inserted was not there before. */
async function rowsLeft(client: Client, tables: readonly TableShape[]): Promise<ReadonlyMap<string, number>> {
  const counts = await countsOf(client, tables);
  return new Map(tables.map(({ oid, inserted }) => [oid, (counts.get(oid) ?? 0) - inserted]));
}

async function countsOf(client: Client, tables: readonly TableShape[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { oid, source } of tables) {
    const { rows } = await client.query<{ count: number }>(`select count(*)::float8 as count from ${source}`);
    counts.set(oid, rows[0]?.count ?? 0);
  }
  return counts;
}
