import { keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { textsFact } from '../../render/facts.ts';

/** Objects whose tables each come after those that their foreign keys lead to, as far as that can be. */
export function inOrderOfKeys(objects: readonly CatalogObject[]): readonly CatalogObject[] {
  const tables = objects.filter(({ kind }) => kind === 'table');
  const byPlace = new Map(tables.map((table) => [keyOf(table.schema, table.name), table]));
  const targets = new Map<string, CatalogObject[]>();
  for (const key of objects.filter(({ kind }) => kind === 'foreign key')) {
    const target = byPlace.get(targetOf(key));
    const own = keyOf(key.schema, key.parent);
    if (target !== undefined) targets.set(own, [...(targets.get(own) ?? []), target]);
  }
  const ordered = new Set<CatalogObject>();
  const begun = new Set<CatalogObject>();
  const place = (table: CatalogObject): void => {
    if (begun.has(table)) return;
    begun.add(table);
    (targets.get(keyOf(table.schema, table.name)) ?? []).forEach(place);
    ordered.add(table);
  };
  tables.forEach(place);
  return [...objects.filter(({ kind }) => kind !== 'table'), ...ordered];
}

/** What foreign keys can lead to while tables are made one after the other. */
export class KnownKeys {
  /** Tables and views that something of is still to be made. */
  readonly #later: ReadonlySet<string>;
  readonly #made = new Map<string, ReadonlySet<string>>();

  constructor(objects: readonly CatalogObject[]) {
    this.#later = new Set(
      objects.map(({ kind, schema, parent, name }) => keyOf(schema, kind === 'table' ? name : parent)),
    );
  }

  /** Notes a table with the keys that it is made with. */
  add({ schema, name }: CatalogObject, keys: readonly (readonly string[])[]): void {
    this.#made.set(keyOf(schema, name), new Set(keys.map(setOf)));
  }

  /** Whether all that a foreign key needs is there. */
  areEnough(key: CatalogObject): boolean {
    const target = targetOf(key);
    const made = this.#made.get(target);
    if (made === undefined) return !this.#later.has(target);
    return made.has(setOf(textsFact(key, 'referencedColumns')));
  }
}

function targetOf(key: CatalogObject): string {
  const [schema = null, name = null] = textsFact(key, 'references');
  return keyOf(schema, name);
}

function setOf(columns: readonly string[]): string {
  return [...columns].sort().join('\0');
}
