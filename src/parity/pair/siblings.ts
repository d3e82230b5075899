import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import type { Decided } from './decided.ts';

/** A declared object and the one of the database that it is. */
export interface Pair {
  readonly declared: DeclaredObject;
  readonly live: CatalogObject;
}

/** What came of looking for the declared objects among the live ones of the same kind and place. */
export interface Pairing {
  readonly pairs: readonly Pair[];
  /**
   * Pairs that nothing but their facts could show to be the same under another name: they are a rename when all facts
   * are equal, and two strangers otherwise.
   */
  readonly candidates: readonly Pair[];
  readonly missing: readonly DeclaredObject[];
  readonly undeclared: readonly CatalogObject[];
}

/** What makes two objects of a kind the same whatever they are called; undefined when that cannot be told. */
export type Structure = (side: DeclaredObject | CatalogObject) => string | undefined;

/** How siblings of a kind are recognized. */
export interface SiblingOptions {
  readonly structures?: readonly Structure[];
  /** Whether being alike in all facts says anything: of objects that have hardly any, it does not. */
  readonly mayBeRenamed?: boolean;
  /** What somebody said about names. */
  readonly decided?: Decided | undefined;
}

/** How many strangers on each side are worth comparing with each other. */
const FEW = 12;

/**
 * Pairs siblings. A name that a person chose counts first; one that a library made up counts for nothing as long as
 * the structure is found under another name, since Knex and Drizzle make up different ones.
 */
export function pairSiblings(
  declared: readonly DeclaredObject[],
  live: readonly CatalogObject[],
  { structures = [], mayBeRenamed = true, decided }: SiblingOptions = {},
): Pairing {
  const pairs: Pair[] = [];
  const missing = new Set(declared);
  const undeclared = new Set(live);
  const take = (one: DeclaredObject, other: CatalogObject | undefined): void => {
    if (other === undefined || !missing.delete(one)) return;
    undeclared.delete(other);
    pairs.push({ declared: one, live: other });
  };
  const byName = new Map(live.map((one) => [one.name, one]));
  const sameName = (one: DeclaredObject): CatalogObject | undefined => {
    const other = byName.get(one.name);
    return other !== undefined && undeclared.has(other) ? other : undefined;
  };

  if (decided !== undefined)
    for (const one of declared)
      take(
        one,
        live.find((other) => decided.says(other, one)),
      );
  for (const one of declared) if (one.named) take(one, sameName(one));
  structures.forEach((structure, index) => {
    if (missing.size === 0 || undeclared.size === 0) return;
    const alike = new Map<string, CatalogObject[]>();
    for (const other of undeclared) {
      const key = structure(other);
      if (key !== undefined) alike.set(key, [...(alike.get(key) ?? []), other]);
    }
    for (const one of missing) {
      if (one.named && index > 0) continue;
      const key = structure(one);
      const found = (key === undefined ? [] : (alike.get(key) ?? [])).filter((other) =>
        undeclared.has(other),
      );
      take(one, found.find(({ name }) => name === one.name) ?? found[0]);
    }
  });
  for (const one of missing) take(one, sameName(one));
  const few = mayBeRenamed && missing.size <= FEW && undeclared.size <= FEW;
  return {
    pairs,
    candidates: few
      ? [...missing].flatMap((one) => [...undeclared].map((other) => ({ declared: one, live: other })))
      : [],
    missing: [...missing],
    undeclared: [...undeclared],
  };
}

/** The same with pairs that were found among the strangers. */
export function withRenames(found: Pairing, renames: readonly Pair[]): Pairing {
  const declared = new Set(renames.map((pair) => pair.declared));
  const live = new Set(renames.map((pair) => pair.live));
  return {
    pairs: [...found.pairs, ...renames],
    candidates: [],
    missing: found.missing.filter((one) => !declared.has(one)),
    undeclared: found.undeclared.filter((one) => !live.has(one)),
  };
}
