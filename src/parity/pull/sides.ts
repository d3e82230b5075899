import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import type { DeclaredKind, DeclaredObject } from '../declared/model.ts';
import { sidesOf } from '../fix/sides.ts';
import type { Sides } from '../fix/sides.ts';
import { Names } from '../pair/names.ts';
import { namespaceOf } from './names.ts';
import type { PulledNames } from './names.ts';
import type { Live } from './live.ts';

/**
 * Both sides of a schema that says nothing yet but the names: what prints code for one difference then prints all of it
 * in the same words.
 */
export function pulledSides(
  { schemas, objects, wholes, roles, elsewhere }: Live,
  { variables, keys }: PulledNames,
): Sides {
  const named = [...wholes, ...roles, ...elsewhere.filter(({ kind }) => kind === 'table')].map((live) => ({
    declared: declaredAs(live, variables.get(identityKey(live)), undefined),
    live,
  }));
  const owners = new Map(
    named.map(({ declared }) => [keyOf(declared.schema, declared.name), declared.origin.exported]),
  );
  const columns = [...objects, ...elsewhere]
    .filter(({ kind }) => kind === 'column')
    .map((live) => ({
      declared: declaredAs(live, owners.get(keyOf(live.schema, live.parent)), keys.get(identityKey(live))),
      live,
    }));
  const pairs = [...named, ...columns];
  const namespaces = [...new Set([...schemas, ...elsewhere.map(({ schema }) => schema ?? '')])]
    // In Drizzle this one is where everything is that names none.
    .filter((schema) => schema !== 'public')
    .map(namespaceOf);
  return sidesOf({
    live: [...objects, ...roles, ...elsewhere],
    declared: [
      ...namespaces.map((one) => declaredAs(one, variables.get(identityKey(one)), undefined)),
      ...pairs.map(({ declared }) => declared),
    ],
    pairs,
    missing: [],
    undeclared: [],
    names: new Names(),
    differing: new Set(),
    version: 0,
  });
}

function declaredAs(
  { kind, schema, parent, name }: Identity | CatalogObject,
  exported: string | undefined,
  property: string | undefined,
): DeclaredObject {
  return {
    kind: kind as DeclaredKind,
    schema,
    parent,
    name,
    named: true,
    existing: false,
    facts: {},
    origin: { exported, property },
  };
}
