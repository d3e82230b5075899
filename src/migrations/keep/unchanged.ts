import type { Client } from 'pg';
import { dropKept } from './kept.ts';
import { differ, numberedRows, rowText, textOf } from './row-text.ts';
import { makeCopy } from './set-aside.ts';
import type { SetAside } from './set-aside.ts';
import type { TableShape } from './shape.ts';

/** A column that stays: as it is named in the copy, and as it is named now. */
interface Stay {
  readonly name: string;
  readonly now: string;
}

/**
 * Leaves out of a copy what is still there as it was. Of rows that stay and are not what they were, only the values
 * that went are kept, with those that the down left in their place.
 */
export async function dropUnchanged(
  client: Client,
  kept: SetAside,
  now: TableShape | undefined,
): Promise<void> {
  if (now === undefined) return;
  const { id, copy, columns } = kept;
  const stays = columns.flatMap(({ name, number, type }) => {
    const there = now.columns.find((one) => one.number === number);
    return there === undefined ? [] : [{ name, now: there.name, isSameType: there.type === type }];
  });
  const pairs = `keelson_kept.pairs_${id}`;
  await client.query(`create table ${pairs} (kept tid, part oid, place tid)`);
  const isKeyed =
    kept.key.length > 0 && kept.key.every((name) => stays.some((one) => one.name === name && one.isSameType));
  if (isKeyed) await pairByKey(client, { pairs, kept, now, stays });
  else {
    // A row that was written over has another one in its place; what was only inserted stands for none.
    const isWritten = now.updated !== kept.table.updated || stays.some(({ isSameType }) => !isSameType);
    await pairByText(client, { pairs, copy, now, stays, isWritten });
  }
  await keepValues(client, { pairs, kept, now, stays, key: isKeyed ? kept.key : [] });
  await client.query(`delete from ${copy} k using ${pairs} p where k.ctid = p.kept; drop table ${pairs}`);
  const { rows } = await client.query<{ count: number }>(`select count(*)::float8 as count from ${copy}`);
  const count = rows[0]?.count ?? 0;
  if (count > 0) await client.query('update keelson.kept set rows = $2 where id = $1', [id, count]);
  else await dropKept(client, { id, copy });
}

interface Pairing {
  readonly pairs: string;
  readonly now: TableShape;
  readonly stays: readonly Stay[];
}

async function pairByKey(
  client: Client,
  { pairs, kept: { copy, key }, now, stays }: Pairing & { readonly kept: SetAside },
): Promise<void> {
  const nowOf = (name: string): string => stays.find((one) => one.name === name)?.now ?? name;
  await client.query(`
    insert into ${pairs} select k.ctid, t.tableoid, t.ctid from ${copy} k join ${now.source} t
      on ${rowText('k', key)} = ${rowText('t', key.map(nowOf))}`);
}

/** Rows that are the same first; of the others those that are the same but for the columns that were written. */
async function pairByText(
  client: Client,
  { pairs, copy, now, stays, isWritten }: Pairing & { readonly copy: string; readonly isWritten: boolean },
): Promise<void> {
  const wasThere = `not exists (select from ${pairs} p where p.kept = one.ctid)`;
  const isThere = `not exists (select from ${pairs} p where p.part = one.tableoid and p.place = one.ctid)`;
  const pair = async (by: readonly Stay[]): Promise<void> => {
    const was = numberedRows(
      copy,
      rowText(
        'one',
        by.map(({ name }) => name),
      ),
      wasThere,
    );
    const is = numberedRows(
      now.source,
      rowText(
        'one',
        by.map((one) => one.now),
      ),
      isThere,
    );
    await client.query(`
      insert into ${pairs} select k.place, t.part, t.place from ${was} k join ${is} t
        on k.text = t.text and k.number = t.number`);
  };
  await pair(stays);
  if (!isWritten) return;
  const same: Stay[] = [];
  for (const stay of stays) {
    const { rowCount } = await client.query(`
      select ${textOf([`one.${stay.now}`])} from ${now.source} one where ${isThere}
      except all select ${textOf([`one.${stay.name}`])} from ${copy} one where ${wasThere} limit 1`);
    if (rowCount === 0) same.push(stay);
  }
  await pair(same);
}

/** What rows that stay do not say any more. */
async function keepValues(
  client: Client,
  { pairs, kept, now, stays, key }: Pairing & { readonly kept: SetAside; readonly key: readonly string[] },
): Promise<void> {
  const { of, copy, columns, table } = kept;
  const from = `from ${copy} k join ${pairs} p on p.kept = k.ctid
    join ${now.source} t on t.tableoid = p.part and t.ctid = p.place`;
  const isOther = (one: Stay): string => differ(`k.${one.name}`, `t.${one.now}`);
  const changed: Stay[] = [];
  for (const stay of stays) {
    const { rowCount } = await client.query(`select ${from} where ${isOther(stay)} limit 1`);
    if (rowCount !== 0) changed.push(stay);
  }
  const gone = columns.map(({ name }) => name).filter((name) => !stays.some((one) => one.name === name));
  const lost = [...changed.map(({ name }) => name), ...gone];
  if (lost.length === 0) return;
  const wanted = key.length === 0 ? columns.map(({ name }) => name) : [...new Set([...key, ...lost])];
  const values = [
    ...wanted.map((name) => `k.${name}`),
    ...changed.map((one, index) => `t.${one.now}::text collate "default" as keelson_left_${index + 1}`),
  ];
  const some = [...changed.map(isOther), ...gone.map((name) => `k.${name} is distinct from null`)];
  await makeCopy(client, {
    of,
    what: 'columns',
    table: table.name,
    columns: lost,
    key,
    query: `select ${values.join(', ')} ${from} where ${some.join(' or ')}`,
  });
}
