import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Fact, Identity } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import type { Names } from '../pair/names.ts';
import type { Pair } from '../pair/siblings.ts';
import { Grouped } from './grouped.ts';
import { newVariables } from './drizzle/variables.ts';

/** What a difference is about: one side has it, or both have it otherwise. */
export interface Subject {
  readonly attribute: string;
  readonly declared?: DeclaredObject;
  readonly live?: CatalogObject;
  /** Of a fact: what each side says, as far as it is known in the words of the database. */
  readonly values?: readonly [declared: Fact, live: Fact];
}

/** Both sides as a whole: a fix may have to take more along than what differs. */
export interface Both {
  readonly live: readonly CatalogObject[];
  readonly declared: readonly DeclaredObject[];
  readonly pairs: readonly Pair[];
  readonly missing: readonly DeclaredObject[];
  readonly undeclared: readonly CatalogObject[];
  readonly names: Names;
  /** The keys of all identities that something differs about, or may. */
  readonly differing: ReadonlySet<string>;
  /** The server's major version. */
  readonly version: number;
  /** Whether rows that need a value for a column which nobody gives get one that only stands for it. */
  readonly fills?: boolean;
  /** Values of enums that go, by the enums' keys and their names: none of them is another one under a new name. */
  readonly gone?: ReadonlySet<string>;
}

/** The same, with what is looked up in it more than once. */
export interface Sides extends Both {
  readonly inDatabase: Grouped<CatalogObject>;
  readonly inSchema: Grouped<DeclaredObject>;
  readonly declaredOf: ReadonlyMap<string, DeclaredObject>;
  readonly liveOf: ReadonlyMap<string, CatalogObject>;
  /** Views of both sides by their names on each. */
  readonly views: ReadonlyMap<string, Partial<Pair>>;
  /** Whether the database calls anything otherwise, so that SQL of the schema may have to be read in its words. */
  readonly hasRenames: boolean;
  /** What the variables of undeclared objects would be called. */
  readonly variables: ReadonlyMap<string, string>;
  /** All that differs. */
  readonly subjects: readonly Subject[];
  /** The keys of all identities that something differs about, as far as that is certain. */
  readonly found: ReadonlySet<string>;
}

const VIEWS = new Set(['view', 'materialized view']);

/** Prepares both sides to be looked things up in. */
export function sidesOf(both: Both, subjects: readonly Subject[] = []): Sides {
  const views = new Map<string, Partial<Pair>>();
  for (const live of both.live) if (VIEWS.has(live.kind)) views.set(keyOf(live.schema, live.name), { live });
  for (const declared of both.declared)
    if (VIEWS.has(declared.kind)) views.set(keyOf(declared.schema, declared.name), { declared });
  for (const pair of both.pairs) {
    if (!VIEWS.has(pair.declared.kind)) continue;
    views.set(keyOf(pair.declared.schema, pair.declared.name), pair);
    views.set(keyOf(pair.live.schema, pair.live.name), pair);
  }
  return {
    ...both,
    inDatabase: new Grouped(both.live),
    inSchema: new Grouped(both.declared),
    declaredOf: new Map(both.pairs.map(({ declared, live }) => [identityKey(live), declared])),
    liveOf: new Map(both.pairs.map(({ declared, live }) => [identityKey(declared), live])),
    views,
    hasRenames: both.pairs.some(({ declared, live }) => declared.name !== live.name),
    variables: newVariables(both.undeclared, both.declared),
    subjects,
    found: new Set(
      subjects.flatMap(({ declared, live }) => {
        const object = declared ?? live;
        return object === undefined ? [] : identityKey(object);
      }),
    ),
  };
}

/** What is found out about both sides once, however often it is asked for. */
export function once<Found>(find: (sides: Sides) => Found): (sides: Sides) => Found {
  const known = new WeakMap<Sides, { readonly found: Found }>();
  return (sides) => {
    const { found } = known.get(sides) ?? { found: find(sides) };
    known.set(sides, { found });
    return found;
  };
}

/** The declared object that a live one is. */
export function declaredOf(live: Identity, sides: Sides): DeclaredObject | undefined {
  return sides.declaredOf.get(identityKey(live));
}

/** The live object that a declared one is. */
export function liveOf(declared: Identity, sides: Sides): CatalogObject | undefined {
  return sides.liveOf.get(identityKey(declared));
}

/** The view that a column is of; undefined for a table's. */
export function viewOf({ schema, parent }: Identity, { views }: Sides): Partial<Pair> | undefined {
  return views.get(keyOf(schema, parent));
}
