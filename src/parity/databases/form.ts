import type { Statement } from '../../catalog/batch.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/** How Postgres is had to read a text again. What is made for that is temporary, and called `scratch`. */
export interface Form {
  /** What is read first: the text in what surrounds it, or without it. The text itself unless given. */
  readonly begin?: (text: string, object: CatalogObject) => string | undefined;
  /** Statements of which the last one gives the text as it is printed after it was read. */
  readonly read: (text: string, about: About) => readonly Statement[];
}

/** The object whose text it is, and a name that is free. */
export interface About {
  readonly object: CatalogObject;
  readonly scratch: string;
}

/** A name with its namespace, as SQL. */
export function qualified(schema: string | null, name: string | null): string {
  return `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(name ?? '')}`;
}

/** An empty table of the shape of the one that the object belongs to: that one itself would be locked. */
export function likeItsTable({ schema, parent }: CatalogObject, scratch: string): Statement {
  return { text: `CREATE TEMPORARY TABLE ${scratch} (LIKE ${qualified(schema, parent)})` };
}
