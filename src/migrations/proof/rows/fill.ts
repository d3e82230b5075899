import type { Client } from 'pg';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import type { HistoryTable } from '../../history.ts';
import { serverWords } from '../../server-words.ts';
import { ownTables } from '../row-state.ts';
import { kindsOf, withLabels } from './kinds.ts';
import type { FilledWith } from './kinds.ts';
import { inReferenceOrder } from './order.ts';
import { isNullable, makeRow, remember } from './row.ts';
import type { Counter, Material, RowKind, RowValues } from './row.ts';
import { accepted, isRefusal, solveChecks, withDomainValues } from './solve.ts';
import { readTables } from './tables.ts';
import type { FillColumn, FillReference, FillTable } from './tables.ts';
import { readTypes } from './types.ts';
import type { FillTypes } from './types.ts';
import { ANY, isKnown } from './values.ts';

/** A table for which the server accepted no row, and its last words. */
export interface UnfilledTable {
  readonly table: string;
  readonly words: string;
}

export interface FillResult {
  /** The tables that got rows, by their oids. */
  readonly filled: readonly string[];
  readonly unfilled: readonly UnfilledTable[];
}

export interface FillOptions {
  /** `many`: everything that a table takes, each label of an enum in a row. */
  readonly rows: FilledWith | 'many';
  readonly counter: Counter;
  readonly history: HistoryTable;
  /** Which tables get rows; those that have none unless given. */
  readonly wanted?: (table: FillTable, isEmpty: boolean) => boolean;
  /** Which columns get values at the edges of what they take; all unless given. */
  readonly edges?: (table: FillTable, column: FillColumn) => boolean;
  /** In which columns a table is to have two rows alike; in none unless given. */
  readonly alike?: (table: FillTable) => FillTable['keys'];
}

const TRIES = 12;

/** Gives tables rows, whatever they are: makes them up, and asks the server. Runs inside a transaction. */
export async function fillRows(
  client: Client,
  {
    rows,
    counter,
    history,
    wanted = (_, isEmpty) => isEmpty,
    edges = () => true,
    alike = () => [],
  }: FillOptions,
): Promise<FillResult> {
  const all = await readTables(client, ownTables(history));
  const empty = await emptyOnes(client, all);
  const tables = all.filter((table) => wanted(table, empty.has(table.oid)));
  if (tables.length === 0) return { filled: [], unfilled: [] };
  const types = await withDomainValues(client, await readTypes(client));
  const filler = new Filler(client, {
    all,
    types,
    counter,
    edges,
    alike,
    kinds: kindsOf(rows, types),
  });
  for (const group of inReferenceOrder(tables)) await filler.fill(group);
  return filler.result();
}

async function emptyOnes(client: Client, tables: readonly FillTable[]): Promise<ReadonlySet<string>> {
  if (tables.length === 0) return new Set();
  const { rows } = await client.query<{ oid: string }>(
    tables
      .map(({ oid, sql }) => `select '${oid}' as oid where not exists (select from ${sql})`)
      .join(' union all '),
  );
  return new Set(rows.map(({ oid }) => oid));
}

/** What all tables are filled by. */
interface Given {
  readonly all: readonly FillTable[];
  readonly types: FillTypes;
  readonly counter: Counter;
  readonly kinds: readonly RowKind[];
  readonly edges: (table: FillTable, column: FillColumn) => boolean;
  readonly alike: (table: FillTable) => FillTable['keys'];
}

class Filler {
  readonly #client: Client;
  readonly #given: Given;
  readonly #filled: string[] = [];
  readonly #unfilled: UnfilledTable[] = [];

  constructor(client: Client, given: Given) {
    this.#client = client;
    this.#given = given;
  }

  result(): FillResult {
    return { filled: this.#filled, unfilled: this.#unfilled };
  }

  /** Fills tables that refer to each other, in one statement for a row of each. */
  async fill(group: readonly FillTable[]): Promise<void> {
    const refused = await this.#insert(group, group);
    if (refused === undefined) {
      this.#filled.push(...group.map(({ oid }) => oid));
      return;
    }
    // One by one, where what they say of each other may be left open.
    const { types } = this.#given;
    const parts = inReferenceOrder(group, (table, columns) =>
      columns.every((number) =>
        table.columns.some((one) => one.number === number && !isNullable(types, one)),
      ),
    );
    const isWhole = parts.length === 1 && !refersToItself(group);
    for (const part of parts) {
      const words = isWhole ? refused : await this.#insert(part, []);
      if (words === undefined) this.#filled.push(...part.map(({ oid }) => oid));
      else this.#unfilled.push(...part.map(({ address }) => ({ table: address, words })));
    }
  }

  /** Inserts rows into each table of a group; the server's words where it accepts none. */
  async #insert(group: readonly FillTable[], peers: readonly FillTable[]): Promise<string | undefined> {
    const { kinds, types, counter } = this.#given;
    const materials: Material[] = [];
    for (const table of group) materials.push(await this.#material(table, peers.length === 0 ? [] : group));
    let [inserted, words] = [0, ''];
    let ordinary: readonly { readonly material: Material; readonly values: RowValues }[] = [];
    for (const [place, kind] of withLabels(kinds, group, types).entries()) {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const rows = materials.map((material) => ({
          material,
          values: makeRow(material, { kind, place, attempt, counter }),
        }));
        if (peers.length > 0) joinPeers(rows);
        const refused = await this.#tried(rows);
        if (refused === undefined) {
          for (const { material, values } of rows) remember(material, values);
          if (kind === 'ordinary') ordinary = rows;
          inserted += 1;
          break;
        }
        words = refused;
      }
    }
    for (const { material, values } of ordinary) await this.#insertAlike(material, values);
    return inserted > 0 ? undefined : words;
  }

  /** Rows that are like the last one in some columns, and other than all in the rest. */
  async #insertAlike(material: Material, last: RowValues): Promise<void> {
    const { alike, counter } = this.#given;
    for (const columns of alike(material.table).filter((key) => key.every((number) => last.has(number)))) {
      const values = makeRow(material, { kind: 'ordinary', place: 0, attempt: 0, counter });
      for (const number of columns) values.set(number, last.get(number));
      // Where another key forbids it too, there can be none.
      await this.#tried([{ material, values }]);
    }
  }

  async #material(table: FillTable, peers: readonly FillTable[]): Promise<Material> {
    const { types, counter, all, edges } = this.#given;
    const parents = new Map<FillReference, readonly (readonly (string | null)[])[]>();
    const fixed = new Map<number, readonly string[]>();
    for (const reference of table.references) {
      if (peers.some(({ oid }) => oid === reference.table)) continue;
      const keys = await this.#keysOf(all, reference);
      parents.set(reference, keys);
    }
    // Where the same columns lead to several places, only what is in all of them will do.
    for (const [reference, keys] of [...parents]) {
      const others = [...parents].filter(([other]) => String(other.columns) === String(reference.columns));
      parents.set(
        reference,
        keys.filter((key) => others.every(([, there]) => there.some((one) => String(one) === String(key)))),
      );
    }
    for (const [reference, keys] of parents) {
      const [only] = reference.columns;
      if (reference.columns.length === 1 && only !== undefined) {
        fixed.set(
          only,
          keys.flatMap(([value]) => value ?? []),
        );
      }
    }
    const found = new Map<number, readonly string[]>();
    for (const column of table.columns.filter((one) => !isKnown(types, one))) {
      found.set(column.number, await accepted(this.#client, column, ANY));
    }
    const counts = Array.from({ length: 6 }, () => counter.next());
    const solutions = await solveChecks(this.#client, types, table, { counts, fixed });
    return {
      table,
      types,
      solutions,
      found,
      parents,
      used: new Map(),
      edges: (column) => edges(table, column),
    };
  }

  async #keysOf(
    all: readonly FillTable[],
    { table: oid, of }: FillReference,
  ): Promise<readonly (readonly (string | null)[])[]> {
    const parent = all.find((one) => one.oid === oid);
    if (parent === undefined) return [];
    const columns = of.map(
      (number) => `${parent.columns.find((one) => one.number === number)?.sql ?? 'null'}::text`,
    );
    const { rows } = await this.#client.query<(string | null)[]>({
      text: `select ${columns.join(', ')} from ${parent.sql} limit 20`,
      rowMode: 'array',
    });
    return rows.filter((row) => row.every((value) => value !== null));
  }

  /** Undefined when the rows are there, or the server's words. */
  async #tried(
    rows: readonly { readonly material: Material; readonly values: RowValues }[],
  ): Promise<string | undefined> {
    const inserts = rows.map(({ material, values }) => insertOf(material.table, values));
    const statement =
      inserts.length === 1
        ? (inserts[0] ?? '')
        : `with ${inserts.map((insert, index) => `keelson_${index} as (${insert})`).join(', ')} select`;
    await this.#client.query('savepoint keelson_fill');
    try {
      await this.#client.query(statement);
      await this.#client.query('set constraints all immediate; release savepoint keelson_fill');
      return undefined;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.#client.query('rollback to savepoint keelson_fill; release savepoint keelson_fill');
      return serverWords(error);
    }
  }
}

function refersToItself(tables: readonly FillTable[]): boolean {
  return tables.some(({ references }) =>
    references.some(({ table }) => tables.some(({ oid }) => oid === table)),
  );
}

/** Rows that are inserted together refer to each other. */
function joinPeers(rows: readonly { readonly material: Material; readonly values: RowValues }[]): void {
  // As often as a key may be handed on from one to the next.
  for (let round = 0; round < rows.length + 1; round += 1) {
    for (const { material, values } of rows) {
      for (const reference of material.table.references) {
        const { table, columns, of } = reference;
        const peer = rows.find((one) => one.material.table.oid === table);
        if (peer === undefined || material.parents.has(reference)) continue;
        if (columns.some((number) => values.get(number) === null)) continue;
        columns.forEach((number, index) => values.set(number, peer.values.get(of[index] ?? 0)));
      }
    }
  }
}

function insertOf({ sql, columns }: FillTable, values: RowValues): string {
  if (columns.length === 0) return `insert into ${sql} default values`;
  const written = columns.map(({ number, written: type }) => {
    const value = values.get(number);
    if (value === undefined) return 'default';
    return value === null ? 'null' : `${quoteLiteral(value)}::${type}`;
  });
  return `insert into ${sql} (${columns.map((column) => column.sql).join(', ')}) overriding system value values (${written.join(', ')})`;
}
