import type { Client } from 'pg';
import { catalogFingerprint } from '../../catalog/fingerprint.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { withClient } from '../../postgres/client.ts';
import { isEmptyDatabase } from '../../postgres/database.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { readFacts, reallyChangedFacts } from '../facts.ts';
import type { ChangedFact } from '../facts.ts';
import type { MigrationSession } from '../session/session.ts';
import { readRows } from './row-state.ts';
import type { StoredRows } from './row-state.ts';
import { fillRows } from './rows/fill.ts';
import type { FillOptions, FillResult, UnfilledTable } from './rows/fill.ts';
import type { FilledWith } from './rows/kinds.ts';
import { isRefusal } from './rows/solve.ts';

/** Tables that people made, with those that refer to them, and whether they have rows. */
const REFERRED = `
select c.oid::text as oid, format('%s%I.%I', case when c.relkind = 'r' then 'only ' end, n.nspname, c.relname) as sql,
  array(select k.conrelid::text from pg_constraint k
    where k.contype = 'f' and k.confrelid = c.oid and k.conparentid = 0 order by 1) as by
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by c.oid`;

/** Numbers that no migration writes by itself: what it inserts later is in nobody's way. */
const FIRST_NUMBER = 1_000_000;

/** Refuses a database that anybody may miss. */
export async function requireScratch(connection: ConnectionSettings): Promise<void> {
  if (await withClient(connection, async (client) => await isEmptyDatabase(client))) return;
  throw new Problem({
    code: 'migrations/scratch-not-empty',
    what: `${describeConnection(connection)} is not empty`,
    why: 'a proof makes up rows, takes migrations back and empties tables: it works on a database of its own',
    fix: 'npm run db:migrate:prove makes one and drops it; in a program, give it one that was just made',
  });
}

/** The database on which migrations are proven: what is true of it, and rows that were made up. */
export class Scratch {
  readonly #session: MigrationSession;
  readonly #filled = new Set<string>();
  readonly #unfilled = new Map<string, string>();
  readonly counter: FillOptions['counter'];
  #known: { readonly fingerprint: string; readonly facts: readonly CatalogObject[] } | undefined;

  constructor(session: MigrationSession) {
    this.#session = session;
    let count = FIRST_NUMBER;
    this.counter = { next: () => (count += 1) };
  }

  get unfilled(): readonly UnfilledTable[] {
    return [...this.#unfilled].map(([table, words]) => ({ table, words }));
  }

  /** All that is true of it now. */
  async facts(): Promise<readonly CatalogObject[]> {
    const { client, table } = this.#session;
    const facts = await readFacts(client, table);
    this.#known = { fingerprint: await catalogFingerprint(client), facts };
    return facts;
  }

  /** The same where only rows may have changed since it was looked at: their triggers seldom make anything. */
  async sameFacts(): Promise<readonly CatalogObject[]> {
    const isSame = this.#known?.fingerprint === (await catalogFingerprint(this.#session.client));
    return isSame && this.#known !== undefined ? this.#known.facts : await this.facts();
  }

  /** What is not true any more of what was read before, or was not then. */
  async changedSince(before: readonly CatalogObject[]): Promise<readonly ChangedFact[]> {
    return await reallyChangedFacts(this.#session.client, before, await this.facts());
  }

  async rows(): Promise<StoredRows> {
    return await readRows(this.#session.client, this.#session.table);
  }

  /** Gives every table that has no rows some. */
  async fill(rows: FilledWith): Promise<void> {
    const { client } = this.#session;
    await client.query('begin');
    try {
      const { filled, unfilled } = await this.fillWithin({ rows });
      await client.query('commit');
      for (const oid of filled) this.#filled.add(oid);
      this.#unfilled.clear();
      for (const { table, words } of unfilled) this.#unfilled.set(table, words);
    } catch (error) {
      if (this.#session.isAlive()) await client.query('rollback');
      throw error;
    }
  }

  /** The same inside of a transaction that is open. */
  async fillWithin(options: Pick<FillOptions, 'rows' | 'wanted' | 'edges' | 'alike'>): Promise<FillResult> {
    const { client, table: history } = this.#session;
    return await fillRows(client, { ...options, counter: this.counter, history });
  }

  /**
   * Takes the rows away that were made up: of these tables, or of all. A table has either such rows or those of
   * migrations; where the latter depend on the former, all stay. Tells whether there were any to take.
   */
  async empty(only: ReadonlySet<string> = this.#filled): Promise<boolean> {
    const { client } = this.#session;
    const { rows } = await client.query<{ oid: string; sql: string; by: readonly string[] }>(REFERRED);
    const tables = new Map(rows.map((row) => [row.oid, row]));
    const withDependents = (oid: string, seen: Set<string>): ReadonlySet<string> => {
      if (seen.has(oid)) return seen;
      seen.add(oid);
      for (const other of tables.get(oid)?.by ?? []) withDependents(other, seen);
      return seen;
    };
    const gone: string[] = [];
    for (const oid of [...only].filter((one) => this.#filled.has(one) && tables.has(one))) {
      const group = [...withDependents(oid, new Set())].flatMap((one) => tables.get(one) ?? []);
      const others = group.filter((one) => !this.#filled.has(one.oid));
      if (!(await haveRows(client, others)) && (await truncated(client, group))) {
        gone.push(...group.map((one) => one.oid));
      }
    }
    for (const oid of gone) this.#filled.delete(oid);
    return gone.length > 0;
  }

  /**
   * A table has either rows that were made up or those of migrations. Where an up has added rows to made-up ones, those go
   * before it is applied for good, as long as its down has left nothing of its own.
   */
  async handOver(before: StoredRows, up: StoredRows, back: StoredRows): Promise<void> {
    const countsOf = (rows: StoredRows): ReadonlyMap<string, number> =>
      new Map([...rows.values()].map((table) => [table.oid, table.rows.length]));
    const [first, last] = [countsOf(before), countsOf(back)];
    const taken = [...countsOf(up)].filter(
      ([oid, count]) => this.#filled.has(oid) && count > (first.get(oid) ?? 0),
    );
    const clean = taken.filter(([oid]) => (last.get(oid) ?? 0) <= (first.get(oid) ?? 0));
    await this.empty(new Set(clean.map(([oid]) => oid)));
    for (const [oid] of taken) this.#filled.delete(oid);
  }
}

async function haveRows(client: Client, tables: readonly { readonly sql: string }[]): Promise<boolean> {
  for (const { sql } of tables) {
    if ((await client.query(`select from ${sql} limit 1`)).rows.length > 0) return true;
  }
  return false;
}

/** A trigger of the project may forbid it; then the rows stay. */
async function truncated(client: Client, tables: readonly { readonly sql: string }[]): Promise<boolean> {
  try {
    await client.query(`truncate ${tables.map(({ sql }) => sql).join(', ')}`);
    return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return false;
  }
}
