import { address } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { DECLARED_KINDS } from '../declared/model.ts';

/** Kinds that live in a namespace that is judged, so that one more of them is a difference. */
const JUDGED = new Set<string>(DECLARED_KINDS.filter((kind) => kind !== 'role' && kind !== 'schema'));

/** What Knex keeps for itself, wherever it was told to. */
const KNEX = /(?:^|\.)knex_migrations(?:_lock)?$/;

/** Says of live objects whether they are left out, by `schema.table` or a name with `*`. */
export function ignoring(patterns: readonly string[]): (object: CatalogObject) => boolean {
  const tests = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .split('*')
          .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
          .join('.*')}$`,
      ),
  );
  return (object) => {
    const table = address({
      ...object,
      ...(object.parent !== null && { parent: null, name: object.parent }),
    });
    return KNEX.test(table) || tests.some((test) => test.test(table) || test.test(address(object)));
  };
}

/** Whether an object that nobody declared is a difference: it is one of its own, not the by-product of another. */
export function countsAsUndeclared({ kind, facts }: CatalogObject): boolean {
  return (
    JUDGED.has(kind) &&
    facts.inherited !== true &&
    // A partition is its table's affair, and a sequence its column's.
    (facts.partitionOf ?? null) === null &&
    (facts.ownedBy ?? null) === null
  );
}

/** Whether Drizzle has no words for such an object. */
export function isUnmanaged({ kind, schema }: CatalogObject): boolean {
  return schema !== null && !DECLARED_KINDS.some((declarable) => declarable === kind);
}
