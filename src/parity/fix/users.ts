import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { textFact, textsFact } from '../render/facts.ts';
import { listed } from './grouped.ts';
import { droppedFirst } from './dropped-first.ts';
import { namesOf } from './live-texts.ts';
import { namesIn } from './mentions.ts';
import { once } from './sides.ts';
import type { Sides } from './sides.ts';

/** Who uses what in the database, to be looked up by name: what is dropped before all else is not among it. */
export interface Users {
  /** Policies that name something, each with all that it names. */
  readonly policies: ReadonlyMap<string, readonly CatalogObject[]>;
  /** Views that name something. */
  readonly views: ReadonlyMap<string, readonly CatalogObject[]>;
  /** Foreign keys by the table that they lead to. */
  readonly keys: ReadonlyMap<string, readonly CatalogObject[]>;
  readonly names: ReadonlyMap<CatalogObject, ReadonlySet<string>>;
}

/** Looks through all policies, views and foreign keys. */
export const usersOf: (sides: Sides) => Users = once((sides) => {
  const first = droppedFirst(sides);
  const left = (...kinds: readonly string[]): readonly CatalogObject[] =>
    sides.inDatabase.of(...kinds).filter((one) => !first.has(one) && one.facts.inherited !== true);
  const [policies, views] = [left('policy'), left('view', 'materialized view')];
  const names = new Map([
    ...policies.map((one): [CatalogObject, ReadonlySet<string>] => [one, namesOf(one, sides)]),
    ...views.map((one): [CatalogObject, ReadonlySet<string>] => [
      one,
      namesIn(textFact(one, 'definition') ?? ''),
    ]),
  ]);
  return {
    policies: byName(policies, names),
    views: byName(views, names),
    keys: listed(left('foreign key'), (key) => {
      const [schema, name] = textsFact(key, 'references');
      return keyOf(schema ?? null, name ?? null);
    }),
    names,
  };
});

/** Foreign keys that lead to a table. */
export function keysTo(
  { schema, name }: Pick<Identity, 'schema' | 'name'>,
  sides: Sides,
): readonly CatalogObject[] {
  return usersOf(sides).keys.get(keyOf(schema, name)) ?? [];
}

/** Columns whose type is another one, or is told another collation. */
export const changingColumns: (sides: Sides) => ReadonlySet<string> = once(
  ({ subjects }) =>
    new Set(
      subjects.flatMap(({ attribute, declared, live }) =>
        live?.kind === 'column' &&
        declared !== undefined &&
        (attribute === 'type' || attribute === 'collation')
          ? identityKey(live)
          : [],
      ),
    ),
);

function byName(
  objects: readonly CatalogObject[],
  names: ReadonlyMap<CatalogObject, ReadonlySet<string>>,
): ReadonlyMap<string, readonly CatalogObject[]> {
  const found = new Map<string, CatalogObject[]>();
  for (const object of objects) {
    for (const name of names.get(object) ?? []) {
      const list = found.get(name);
      if (list === undefined) found.set(name, [object]);
      else list.push(object);
    }
  }
  return found;
}
