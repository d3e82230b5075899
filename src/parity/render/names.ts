import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/** The parts of a name as SQL text, a namespace first where there is one. */
export function qualified(parts: readonly (string | null)[]): string {
  return parts
    .filter((part) => part !== null)
    .map(quoteIdentifier)
    .join('.');
}

/** An object that has a namespace, or a role or a namespace itself. */
export function nameOf({ schema, name }: CatalogObject): string {
  return schema === null ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** The table or view that an object belongs to. */
export function ownerOf({ schema, parent }: CatalogObject): string {
  if (schema === null || parent === null) return qualified([schema, parent]);
  return `${quoteIdentifier(schema)}.${quoteIdentifier(parent)}`;
}

/** Columns in their parentheses. */
export function columnList(names: readonly string[]): string {
  return `(${names.map(quoteIdentifier).join(', ')})`;
}

/** A name of a kind that hardly ever needs quotes, as an access method's. */
export function word(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);
}
