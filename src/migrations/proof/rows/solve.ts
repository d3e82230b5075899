import type { Client } from 'pg';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { candidatesFor } from './candidates.ts';
import type { FillCheck, FillColumn, FillTable } from './tables.ts';
import { underlying } from './types.ts';
import type { FillTypes } from './types.ts';

/** Values for some columns that together meet all conditions that are about them, many times over. */
export interface Solutions {
  readonly columns: readonly number[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** How many combinations are tried at most. */
const MOST = 40_000;
const WANTED = 120;
/** For values of which it does not matter that others are the same. */
const COUNTS = [1001, 1002, 1003];

/**
 * Asks the server which combinations of values meet a table's conditions: it knows what they mean. Columns that no
 * condition is about are left out, and so are those of a condition that the server cannot work out on such values.
 */
export async function solveChecks(
  client: Client,
  types: FillTypes,
  table: FillTable,
  {
    counts,
    fixed,
  }: { readonly counts: readonly number[]; readonly fixed: ReadonlyMap<number, readonly string[]> },
): Promise<readonly Solutions[]> {
  const restricted = table.columns.filter((column) =>
    underlying(types, column).domains.some(({ checks }) => checks.length > 0),
  );
  const groups = groupsOf([
    ...table.checks,
    ...restricted.map(({ number }) => ({ columns: [number], expression: '' })),
  ]);
  const solved: Solutions[] = [];
  for (const group of groups) {
    const numbers = [...new Set(group.flatMap(({ columns }) => columns))].sort((a, b) => a - b);
    const columns = numbers.flatMap((number) => table.columns.find((one) => one.number === number) ?? []);
    // A condition on a generated column alone, or on none, is met by what the others are.
    if (columns.length === 0 || columns.length < numbers.length) continue;
    const conditions = group.map(({ expression }) => expression).filter((expression) => expression !== '');
    const pools: string[][] = [];
    for (const column of columns) {
      const given = fixed.get(column.number) ?? candidatesFor(types, column, { conditions, counts });
      pools.push([...(await accepted(client, column, given))]);
    }
    const rows = await combinations(client, { columns, pools, conditions });
    if (rows.length > 0) solved.push({ columns: numbers, rows });
  }
  return solved;
}

/** The types, with values for each domain that has conditions: it may stand inside of another type. */
export async function withDomainValues(client: Client, types: FillTypes): Promise<FillTypes> {
  const known = new Map(types);
  for (const type of types.values()) {
    if (type.kind !== 'd' || type.checks.length === 0) continue;
    const given = candidatesFor(types, { type: type.oid, typmod: -1 }, { conditions: [], counts: COUNTS });
    known.set(type.oid, { ...type, values: await accepted(client, type, given) });
  }
  return known;
}

/** Those of the texts that the server reads as values of a column's type. */
export async function accepted(
  client: Client,
  { written }: Pick<FillColumn, 'written'>,
  texts: readonly string[],
): Promise<readonly string[]> {
  if (await reads(client, written, texts)) return texts;
  const good: string[] = [];
  for (const text of texts) if (await reads(client, written, [text])) good.push(text);
  return good;
}

async function reads(client: Client, written: string, texts: readonly string[]): Promise<boolean> {
  return (
    (await tried(client, `select ${texts.map((text) => `${quoteLiteral(text)}::${written}`).join(', ')}`)) !==
    undefined
  );
}

async function combinations(
  client: Client,
  {
    columns,
    pools,
    conditions,
  }: {
    readonly columns: readonly FillColumn[];
    readonly pools: readonly (readonly string[])[];
    readonly conditions: readonly string[];
  },
): Promise<readonly (readonly (string | null)[])[]> {
  const most = Math.max(2, Math.floor(MOST ** (1 / columns.length)));
  const sources = columns.map(({ sql, written, isRequired }, index) => {
    const values = (pools[index] ?? []).slice(0, most).map((text) => quoteLiteral(text));
    const all = isRequired ? values : [...values.slice(0, most - 1), 'null'];
    if (all.length === 0) return undefined;
    return `(select value::${written} as ${sql}, place from unnest(array[${all.join(', ')}]::text[]) with ordinality as u (value, place)) as s${index}`;
  });
  if (sources.includes(undefined)) return [];
  const where = conditions.map((condition) => `coalesce((${condition}), true)`).join(' and ') || 'true';
  const query = `
    select ${columns.map(({ sql }, index) => `s${index}.${sql}::text`).join(', ')} from ${sources.join(' cross join ')}
    where ${where} order by ${columns.map((_, index) => `s${index}.place`).join(' + ')}, ${columns.map((_, index) => `s${index}.place`).join(', ')}
    limit ${WANTED}`;
  const found = await tried(client, query);
  if (found !== undefined || columns.length > 1 || (pools[0] ?? []).length === 1) return found ?? [];
  // A condition may fail on a value rather than be false of it.
  const each: (readonly (string | null)[])[] = [];
  for (const value of pools[0] ?? [])
    each.push(...(await combinations(client, { columns, pools: [[value]], conditions })));
  return each;
}

/** The rows, or undefined where the server refuses. */
async function tried(
  client: Client,
  text: string,
): Promise<readonly (readonly (string | null)[])[] | undefined> {
  await client.query('savepoint keelson_try');
  try {
    const { rows } = await client.query<(string | null)[]>({ text, rowMode: 'array' });
    await client.query('release savepoint keelson_try');
    return rows;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await client.query('rollback to savepoint keelson_try; release savepoint keelson_try');
    return undefined;
  }
}

/** Whether the server said no; a lost connection is something else. */
export function isRefusal(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && typeof (error as { severity?: unknown }).severity === 'string';
}

/** Conditions that share a column have to be met together. */
function groupsOf(checks: readonly FillCheck[]): readonly (readonly FillCheck[])[] {
  let groups: (readonly FillCheck[])[] = [];
  for (const check of checks) {
    const meets = (group: readonly FillCheck[]): boolean =>
      group.some(({ columns }) => columns.some((column) => check.columns.includes(column)));
    groups = [...groups.filter((group) => !meets(group)), [...groups.filter(meets).flat(), check]];
  }
  return groups;
}
