import { keyOf } from '../catalog/object.ts';
import type { CatalogObject } from '../catalog/object.ts';
import type { Pair } from './pair/siblings.ts';

/** A table with its columns as both sides call them: what an expression may name. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
  /** The table's name in the schema. */
  readonly declaredName: string;
  readonly columns: readonly RelationColumn[];
}

export interface RelationColumn {
  readonly live: string;
  /** Equal to `live` unless the column was renamed. */
  readonly declared: string;
  /** As format_type prints it. */
  readonly type: string;
}

/** Finds the relation that an object belongs to, or is. */
export function relationsOf(
  pairs: readonly Pair[],
  live: readonly CatalogObject[],
): (pair: Pair) => Relation | undefined {
  const columns = new Map<string, CatalogObject[]>();
  for (const object of live) {
    if (object.kind !== 'column') continue;
    const key = keyOf(object.schema, object.parent);
    const list = columns.get(key);
    if (list === undefined) columns.set(key, [object]);
    else list.push(object);
  }
  const declaredNames = new Map(
    pairs
      .filter(({ declared }) => declared.kind === 'column')
      .map(({ declared, live }) => [live, declared.name]),
  );
  const tableNames = new Map(
    pairs
      .filter(({ declared }) => declared.kind === 'table')
      .map(({ declared, live }) => [keyOf(live.schema, live.name), declared.name]),
  );
  const known = new Map<string, Relation>();
  return ({ live: { schema, parent, name: own, kind } }) => {
    const name = kind === 'table' ? own : parent;
    if (schema === null || name === null) return undefined;
    const key = keyOf(schema, name);
    const relation = known.get(key) ?? {
      schema,
      name,
      declaredName: tableNames.get(key) ?? name,
      columns: (columns.get(key) ?? []).map((column) => ({
        live: column.name,
        declared: declaredNames.get(column) ?? column.name,
        type: String(column.facts.type),
      })),
    };
    known.set(key, relation);
    return relation;
  };
}
