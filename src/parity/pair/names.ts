import { keyOf } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import type { ColumnNames, ObjectName } from '../declared/model.ts';

/**
 * What the database calls what the schema names: the two differ where something was renamed, and whatever refers to
 * it must not differ for that.
 */
export class Names {
  readonly #objects = new Map<string, { readonly from: string; readonly to: readonly [string, string] }>();
  readonly #columns = new Map<string, Map<string, string>>();
  readonly #lacking = new Set<string>();

  /** Notes that an object is the same one, under another name or not. */
  pair(declared: Identity, live: Identity): void {
    if (declared.name === live.name && declared.schema === live.schema) return;
    if (declared.kind === 'column') {
      const key = keyOf(declared.schema, declared.parent);
      const columns = this.#columns.get(key) ?? new Map<string, string>();
      this.#columns.set(key, columns.set(declared.name, live.name));
    } else {
      this.#objects.set(keyOf(declared.schema, declared.name), {
        from: declared.name,
        to: [live.schema ?? '', live.name],
      });
    }
  }

  /** Notes that an object is not there at all: a text that names it may mean this one. */
  lack({ name }: Identity): void {
    this.#lacking.add(name);
  }

  /** The namespace and the name in the database. */
  object({ schema, name }: Pick<ObjectName, 'schema' | 'name'>): readonly [string, string] {
    return this.#objects.get(keyOf(schema, name))?.to ?? [schema, name];
  }

  /** A column's name in the database; the table is named as the schema does. */
  column({ schema, name }: Pick<ObjectName, 'schema' | 'name'>, column: string): string {
    return this.#columns.get(keyOf(schema, name))?.get(column) ?? column;
  }

  /** Every name that became another one, whatever it is the name of; none that became two, or is to be another thing's. */
  renames(): ReadonlyMap<string, string> {
    const renames = new Map<string, string>();
    const doubtful = new Set(this.#lacking);
    const note = (from: string, to: string): void => {
      if (renames.has(from) && renames.get(from) !== to) doubtful.add(from);
      if (from !== to) renames.set(from, to);
    };
    for (const { from, to } of this.#objects.values()) note(from, to[1]);
    for (const columns of this.#columns.values()) for (const [from, to] of columns) note(from, to);
    for (const name of doubtful) renames.delete(name);
    return renames;
  }

  columns({ columnsOf, names }: ColumnNames): readonly (string | null)[] {
    return names.map((name) => (name === null ? null : this.column(columnsOf, name)));
  }
}
