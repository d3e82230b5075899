import type { Client } from 'pg';
import { nameAt, sqlTokens } from '../../parity/declared/sql-tokens.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/** A statement that builds or removes an index while others write, or takes a partition off. */
export interface Concurrent {
  readonly does: 'create index' | 'drop index' | 'reindex' | 'detach';
  /** The index; of one that is made, its table too; or a table and its partition: as they are written. */
  readonly names: readonly (readonly string[])[];
}

/** An index is made in the namespace of its table, whatever stands before that in the search path. */
const MADE = `
select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, i.indisvalid and i.indisready as "isUsable"
from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid
where c.relname = $1 and c.relnamespace = (select relnamespace from pg_class where oid = to_regclass($2))`;

const LEFT_OVER = `
select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$' and i.indrelid in (
  select indrelid from pg_index where indexrelid = to_regclass($1) union select to_regclass($1))
order by 1`;

const ATTACHED = `
select inhdetachpending as pending from pg_inherits
where inhparent = to_regclass($1) and inhrelid = to_regclass($2)`;

/** What a statement does concurrently, by its tokens; undefined for any other. */
export function concurrentIn(sql: string): Concurrent | undefined {
  const tokens = sqlTokens(sql);
  const word = (at: number): string => (tokens[at]?.kind === 'word' ? tokens[at].text.toLowerCase() : '');
  const find = (text: string): number => tokens.findIndex((_, at) => word(at) === text);
  const named = (start: number): readonly string[] => nameAt(tokens, start)?.parts ?? [];
  const concurrently = find('concurrently');
  if (concurrently === -1) return undefined;
  const after = (start: number, ...words: readonly string[]): number =>
    words.reduce((at, text) => (word(at) === text ? at + 1 : at), start);
  if (word(0) === 'create' && (word(1) === 'index' || word(2) === 'index')) {
    const name = named(after(concurrently + 1, 'if', 'not', 'exists'));
    const table = named(after(find('on') + 1, 'only'));
    // Without a name Postgres makes one up, which is found by no word.
    return { does: 'create index', names: word(concurrently + 1) === 'on' ? [] : [name, table] };
  }
  if (word(0) === 'drop' && word(1) === 'index') {
    return { does: 'drop index', names: [named(after(concurrently + 1, 'if', 'exists'))] };
  }
  if (word(0) === 'reindex') return { does: 'reindex', names: [named(concurrently + 1)] };
  if (find('detach') !== -1) {
    const table = named(after(find('table') + 1, 'if', 'exists', 'only'));
    return { does: 'detach', names: [table, named(find('partition') + 1)] };
  }
  return undefined;
}

/**
 * What is left to do of a statement that was begun before and may have got anywhere: nothing, the statement itself
 * after its remains are gone, or another one that completes it.
 */
export async function whatIsLeft(
  client: Client,
  { does, names }: Concurrent,
  wasBegun: boolean,
): Promise<'nothing' | 'all' | { readonly sql: string }> {
  const [first = '', second = ''] = names.map(written);
  if (does === 'create index') {
    const made = await madeBy(client, names);
    if (made?.isUsable === false) await client.query(`drop index concurrently ${made.name}`);
    return wasBegun && made?.isUsable === true ? 'nothing' : 'all';
  }
  if (does === 'drop index') return wasBegun && !(await isThere(client, first)) ? 'nothing' : 'all';
  if (does === 'reindex') {
    await dropAll(client, LEFT_OVER, first);
    return 'all';
  }
  if (!wasBegun) return 'all';
  const { rows } = await client.query<{ pending: boolean }>(ATTACHED, [first, second]);
  if (rows.length === 0) return 'nothing';
  return rows[0]?.pending === true
    ? { sql: `alter table ${first} detach partition ${second} finalize` }
    : 'all';
}

/** Whether an index that was just built is one that Postgres will use. What it made instead is taken away. */
export async function isBroken(client: Client, { does, names }: Concurrent): Promise<boolean> {
  if (does !== 'create index') return false;
  const made = await madeBy(client, names);
  if (made?.isUsable !== false) return false;
  await client.query(`drop index concurrently ${made.name}`);
  return true;
}

/** What has the name of an index that is made; it is usable or not where it is an index. */
async function madeBy(
  client: Client,
  [index, table]: Concurrent['names'],
): Promise<{ readonly name: string; readonly isUsable: boolean | null } | undefined> {
  if (index === undefined || table === undefined) return undefined;
  const values = [index.at(-1), written(table)];
  return (await client.query<{ name: string; isUsable: boolean | null }>(MADE, values)).rows[0];
}

async function dropAll(client: Client, query: string, name: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(query, [name]);
  for (const one of rows) await client.query(`drop index concurrently ${one.name}`);
}

async function isThere(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>('select to_regclass($1) is not null as present', [
    name,
  ]);
  return rows[0]?.present === true;
}

function written(parts: readonly string[]): string {
  return parts.map(quoteIdentifier).join('.');
}
