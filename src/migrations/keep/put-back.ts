import type { Client } from 'pg';
import type { Kept } from './kept.ts';
import type { Place, PlaceColumn } from './place.ts';
import { differ, numberedRows, rowText, textOf } from './row-text.ts';

/** Inserts rows; of a table without a key, which was made again, those that are there already are not. */
export async function insertRows(
  client: Client,
  { table, copy, key, what }: Kept,
  { source, columns, there }: Place & { readonly there: readonly PlaceColumn[] },
): Promise<number> {
  const names = there.map(({ name }) => name);
  const values = there.map(({ name, type }) => `k.${name}::${type}`).join(', ');
  const known = columns.flatMap(({ name }) => (names.includes(name) ? [name] : []));
  const text = rowText('one', known);
  const absent =
    what !== 'table' || key.length > 0
      ? ''
      : `join (select was.place from ${numberedRows(copy, text)} was
          left join ${numberedRows(source, text)} found on found.text = was.text and found.number = was.number
          where found.place is null) absent on absent.place = k.ctid`;
  const { rowCount } = await client.query(
    `insert into ${table} (${names.join(', ')}) overriding system value
      select ${values} from ${copy} k ${absent} on conflict do nothing`,
  );
  return rowCount ?? 0;
}

/**
 * Values go to the row of their key, or where there is none to the row whose other values are the same; where the down
 * left other values in their place, only while these still stand. Those that went back are not kept on.
 */
export async function putBack(
  client: Client,
  { copy, key }: Kept,
  { source, copied, left, isMarked, there }: Place & { readonly there: readonly PlaceColumn[] },
): Promise<number> {
  const values = there.map(({ name, type }) => `${name} = k.${name}::${type}`).join(', ');
  const lost = there.map(({ name }) => name);
  const stand = there.flatMap(({ name }) => {
    const value = left.get(name);
    return value === undefined ? [] : [{ name, value }];
  });
  let where: string;
  let from = `${copy} k`;
  if (key.length > 0) {
    const standing = stand.map(
      ({ name, value }) => `not (${differ(`t.${name}`, value)} and ${differ(`t.${name}`, `k.${name}`)})`,
    );
    const stands = ['true', ...standing].join(' and ');
    where = `${rowText('t', key)} = ${rowText('k', key)} and (${isMarked ? 'k.keelson_stands or ' : ''}(${stands}))`;
  } else {
    const others = copied.filter((name) => !lost.includes(name));
    const textIn = (ofStanding: (one: (typeof stand)[number]) => string): string =>
      textOf([...others.map((name) => `one.${name}`), ...stand.map(ofStanding)]);
    const was = numberedRows(
      copy,
      textIn(({ value }) => value.replace(/^k\./, 'one.')),
    );
    const is = numberedRows(
      source,
      textIn(({ name }) => `one.${name}`),
    );
    from += `, ${was} was, ${is} found`;
    where = `was.text = found.text and was.number = found.number and k.ctid = was.place
      and t.tableoid = found.part and t.ctid = found.place`;
  }
  const { rowCount } = await client.query(`
    with done as (update ${source} t set ${values} from ${from} where ${where} returning k.ctid as place)
    delete from ${copy} k using done where k.ctid = done.place`);
  // The mark is one of this moment.
  if (isMarked) await client.query(`update ${copy} set keelson_stands = null`);
  return rowCount ?? 0;
}
