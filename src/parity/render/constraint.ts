import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { ownerOf } from './names.ts';

/** A constraint's clause with its name, for a CREATE TABLE or an ADD. */
export function named({ name }: CatalogObject, clause: string): string {
  return `CONSTRAINT ${quoteIdentifier(name)} ${clause}`;
}

/** The statement that adds a constraint's clause to its table, and to its partitions unless some do not have it. */
export function addToTable(object: CatalogObject, clause: string): readonly string[] {
  return [`ALTER TABLE ${isPartialKey(object) ? 'ONLY ' : ''}${ownerOf(object)} ADD ${clause}`];
}

const KEYS: ReadonlySet<string> = new Set(['primary key', 'unique', 'exclusion constraint']);

/** Whether it is a key of a partitioned table that some partition has no part of. */
export function isPartialKey({ kind, facts }: CatalogObject): boolean {
  return KEYS.has(kind) && facts.valid === false;
}

/** When a constraint is checked, where that can wait. */
export function deferral({ facts }: CatalogObject): string {
  if (facts.deferrable !== true) return '';
  return facts.deferred === true ? ' DEFERRABLE INITIALLY DEFERRED' : ' DEFERRABLE';
}

/** Whether existing and new rows are held to it. What is not enforced is not validated either. */
export function validation({ facts }: CatalogObject): string {
  if (facts.enforced === false) return ' NOT ENFORCED';
  return facts.validated === false ? ' NOT VALID' : '';
}
