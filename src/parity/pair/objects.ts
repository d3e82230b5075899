import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredKind, DeclaredObject } from '../declared/model.ts';
import type { Decided } from './decided.ts';
import { Names } from './names.ts';
import { pairSiblings, withRenames } from './siblings.ts';
import type { Pair, Pairing } from './siblings.ts';
import { structuresOf } from './structure.ts';
import { alikeColumns, alikeTables, movedTables, renamedColumns, renamedTables } from './tables.ts';
import type { TableShape } from './tables.ts';

/** What the server calls a type. */
export interface ServerType {
  readonly text: string;
  /** The same without its modifiers. */
  readonly bare: string;
}

/** What the server calls the type of a declared column; undefined where it knows no such type. */
export type TypeOf = (column: DeclaredObject) => ServerType | undefined;

/** Kinds that live in a table, after its columns. */
const TABLE_PARTS = ['primary key', 'unique', 'check', 'index', 'foreign key', 'policy'] as const;
const VIEWS = ['view', 'materialized view'] as const;

/** Pairs what is declared with what is there, owners first: what they own is looked for in the right place. */
export class ObjectPairing {
  /** What the database calls things, as far as they are paired. */
  readonly names = new Names();
  readonly #declared: ReadonlyMap<string, readonly DeclaredObject[]>;
  readonly #live: ReadonlyMap<string, readonly CatalogObject[]>;
  readonly #parts: Pairing[] = [];
  readonly #decided: Decided | undefined;

  /** With what somebody decided about names, nothing that holds anything is taken for another one by itself. */
  constructor(declared: readonly DeclaredObject[], live: readonly CatalogObject[], decided?: Decided) {
    this.#decided = decided;
    this.#declared = groupBy(declared, ({ kind, schema, parent }) => keyOf(kind, schema, parent));
    this.#live = groupBy(live, ({ kind, schema, parent }) => keyOf(kind, schema, parent));
  }

  /** Types first: what a column is called depends on them. */
  pairTypes(schemas: readonly string[]): void {
    this.#pairPlace('role', null, null, null);
    this.#pairPlace('schema', null, null, null);
    for (const kind of ['enum', 'sequence'] as const) {
      const found = schemas.map((schema) => this.#pairPlace(kind, schema, null, null));
      const gone = found.flatMap(({ undeclared }) => undeclared);
      // One that is elsewhere under its name may have gone there.
      for (const declared of found.flatMap(({ missing }) => missing))
        for (const live of gone.filter(({ name }) => name === declared.name))
          if (live.schema !== declared.schema) this.#decided?.ask({ declared, live });
    }
  }

  /** The rest, once the server has said what it calls the declared types. */
  pairRelations(schemas: readonly string[], typeOf: TypeOf): void {
    const found = schemas.map((schema) => this.#pairTables(schema, typeOf));
    const tables = found.flatMap(({ pairs }) => pairs);
    if (this.#decided !== undefined) {
      const [ours, theirs] = [found.flatMap((one) => one.ours), found.flatMap((one) => one.theirs)];
      for (const pair of movedTables(ours, theirs)) this.#decided.ask(pair);
    }
    for (const pair of tables) this.#pairColumns(pair, typeOf);
    // Foreign keys name columns of other tables, so that all columns come before.
    for (const kind of TABLE_PARTS)
      for (const { declared, live } of tables)
        this.#pairPlace(kind, declared.schema, declared.name, live.name);
    for (const kind of VIEWS)
      for (const schema of schemas) {
        for (const pair of this.#pairPlace(kind, schema, null, null).pairs) this.#pairColumns(pair, typeOf);
      }
  }

  /** Everything that was found so far. */
  result(): Pairing {
    return {
      pairs: this.#parts.flatMap(({ pairs }) => pairs),
      candidates: this.#parts.flatMap(({ candidates }) => candidates),
      missing: this.#parts.flatMap(({ missing }) => missing),
      undeclared: this.#parts.flatMap(({ undeclared }) => undeclared),
    };
  }

  #pairPlace(
    kind: DeclaredKind,
    schema: string | null,
    parent: string | null,
    liveParent: string | null,
  ): Pairing {
    const found = pairSiblings(
      this.#declared.get(keyOf(kind, schema, parent)) ?? [],
      this.#live.get(keyOf(kind, schema, liveParent)) ?? [],
      {
        structures: structuresOf(kind, this.names),
        mayBeRenamed: kind !== 'role' && kind !== 'schema',
        decided: this.#decided,
      },
    );
    return this.#keep(kind === 'foreign key' ? withoutRepeated(found) : found);
  }

  /** The tables of a namespace, and those that have no partner there. */
  #pairTables(
    schema: string,
    typeOf: TypeOf,
  ): {
    readonly pairs: readonly Pair[];
    readonly ours: readonly TableShape<DeclaredObject>[];
    readonly theirs: readonly TableShape<CatalogObject>[];
  } {
    const found = pairSiblings(
      this.#declared.get(keyOf('table', schema, null)) ?? [],
      this.#live.get(keyOf('table', schema, null)) ?? [],
      { decided: this.#decided },
    );
    const ours = found.missing.map((table) => ({
      table,
      columns: new Map(this.#columns(table).map((column) => [column.name, typeOf(column)?.text ?? ''])),
    }));
    const theirs = found.undeclared
      // A partition has the columns of its table, and is no other one's new name.
      .filter(({ facts }) => (facts.partitionOf ?? null) === null)
      .map((table) => ({
        table,
        columns: new Map(this.#liveColumns(table).map(({ name, facts }) => [name, String(facts.type)])),
      }));
    if (this.#decided !== undefined) {
      for (const pair of alikeTables(ours, theirs)) this.#decided.ask(pair);
      return { pairs: this.#keep(found).pairs, ours, theirs };
    }
    return { pairs: this.#keep(withRenames(found, renamedTables(ours, theirs))).pairs, ours, theirs };
  }

  #pairColumns({ declared, live }: Pair, typeOf: TypeOf): void {
    const found = pairSiblings(this.#columns(declared), this.#liveColumns(live), { decided: this.#decided });
    const ours = found.missing.map((column) => ({ column, type: typeOf(column)?.text }));
    if (this.#decided !== undefined && declared.kind === 'table') {
      for (const pair of alikeColumns(ours, found.undeclared)) this.#decided.ask(pair);
      this.#keep(found);
    } else this.#keep(withRenames(found, renamedColumns(ours, found.undeclared)));
  }

  #columns({ schema, name }: DeclaredObject): readonly DeclaredObject[] {
    return this.#declared.get(keyOf('column', schema, name)) ?? [];
  }

  #liveColumns({ schema, name }: CatalogObject): readonly CatalogObject[] {
    return this.#live.get(keyOf('column', schema, name)) ?? [];
  }

  #keep(pairing: Pairing): Pairing {
    this.#parts.push(pairing);
    for (const { declared, live } of pairing.pairs) this.names.pair(declared, live);
    for (const declared of pairing.missing) this.names.lack(declared);
    return pairing;
  }
}

/** A key that is there for another declaration of it, which has a name: at the column and again beside the columns. */
function withoutRepeated(found: Pairing): Pairing {
  const factsOf = ({ facts }: DeclaredObject): string => JSON.stringify(facts);
  const isRepeated = (one: DeclaredObject): boolean =>
    !one.named && found.pairs.some(({ declared }) => factsOf(declared) === factsOf(one));
  const missing = found.missing.filter((one) => !isRepeated(one));
  if (missing.length === found.missing.length) return found;
  const left = new Set(missing);
  return { ...found, missing, candidates: found.candidates.filter(({ declared }) => left.has(declared)) };
}

function groupBy<Item>(
  items: readonly Item[],
  by: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = by(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
