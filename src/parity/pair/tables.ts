import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import type { Pair } from './siblings.ts';

/** A table and its columns with their types, on either side. */
export interface TableShape<Side extends DeclaredObject | CatalogObject> {
  readonly table: Side;
  readonly columns: ReadonlyMap<string, string>;
}

/** How much of two tables must be the same columns for one to be the other under a new name. */
const ALIKE = 0.7;

/**
 * Tables that are there under another name: of those that have no partner, each pair that is alike, provided that
 * neither is as much like any other one.
 */
export function renamedTables(
  declared: readonly TableShape<DeclaredObject>[],
  live: readonly TableShape<CatalogObject>[],
): readonly Pair[] {
  const scores = declared.flatMap((one) =>
    live
      .filter((other) => other.table.schema === one.table.schema)
      .map((other) => ({ one, other, score: likeness(one.columns, other.columns) }))
      .filter(({ score }) => score >= ALIKE),
  );
  return scores
    .filter(({ one, other, score }) =>
      scores.every((rival) => (rival.one === one) === (rival.other === other) || rival.score < score),
    )
    .map(({ one, other }) => ({ declared: one.table, live: other.table }));
}

/** How much must be the same for it to be worth a question. */
const WORTH_ASKING = 0.4;

/** Tables of which one may be the other under a new name, the likeliest first. */
export function alikeTables(
  declared: readonly TableShape<DeclaredObject>[],
  live: readonly TableShape<CatalogObject>[],
): readonly Pair[] {
  return declared
    .flatMap((one) =>
      live.map((other) => ({
        pair: { declared: one.table, live: other.table },
        score: likeness(one.columns, other.columns),
      })),
    )
    .filter(({ score }) => score >= WORTH_ASKING)
    .sort((one, other) => other.score - one.score)
    .map(({ pair }) => pair);
}

/** Tables of which one may be the other in another namespace: under its name, or with its columns under another one. */
export function movedTables(
  declared: readonly TableShape<DeclaredObject>[],
  live: readonly TableShape<CatalogObject>[],
): readonly Pair[] {
  return declared.flatMap((one) =>
    live
      .filter(({ table }) => table.schema !== one.table.schema)
      .map((other) => ({ one, other, score: likeness(one.columns, other.columns) }))
      .filter(({ other, score }) => (other.table.name === one.table.name ? score > 0 : score >= ALIKE))
      .sort((a, b) => b.score - a.score)
      .map(({ other }) => ({ declared: one.table, live: other.table })),
  );
}

/** Columns of one table of which one may be the other: those of one type. */
export function alikeColumns(
  declared: readonly { readonly column: DeclaredObject; readonly type: string | undefined }[],
  live: readonly CatalogObject[],
): readonly Pair[] {
  return declared.flatMap(({ column, type }) =>
    live.filter(({ facts }) => facts.type === type).map((other) => ({ declared: column, live: other })),
  );
}

/** The share of columns that both have, by name and type. */
function likeness(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): number {
  const all = new Set([...one.keys(), ...other.keys()]).size;
  if (all === 0) return 0;
  return [...one].filter(([name, type]) => other.get(name) === type).length / all;
}

/**
 * Columns that are there under another name: what is left on each side, as long as the type says which is which.
 */
export function renamedColumns(
  declared: readonly { readonly column: DeclaredObject; readonly type: string | undefined }[],
  live: readonly CatalogObject[],
): readonly Pair[] {
  return declared.flatMap(({ column, type }) => {
    const found = live.filter((other) => other.facts.type === type);
    const rivals = declared.filter((other) => other.type === type);
    const [only] = found;
    return only !== undefined && found.length === 1 && rivals.length === 1
      ? [{ declared: column, live: only }]
      : [];
  });
}
