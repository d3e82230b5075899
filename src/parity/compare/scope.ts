import { address } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { DECLARED_KINDS } from '../declared/model.ts';

/** Kinds that live in a namespace that is judged, so that one more of them is a difference. */
const JUDGED = new Set<string>(DECLARED_KINDS.filter((kind) => kind !== 'role' && kind !== 'schema'));

/** What Knex keeps for itself, wherever it was told to. */
const KNEX = /(?:^|\.)knex_migrations(?:_lock)?$/;

/** What is left out on both sides. */
export interface Ignoring {
  readonly ignores: (identity: Identity) => boolean;
  /** The patterns that match none of these. */
  readonly unused: (all: readonly (readonly Identity[])[]) => readonly string[];
}

/** Reads what to ignore: `schema.table`, `schema.table.part`, with `*` for any text. */
export function ignoring(patterns: readonly string[]): Ignoring {
  const tests = [...new Set(patterns)].map((pattern) => ({ pattern, expression: expressionOf(pattern) }));
  const matches = (expression: RegExp, identity: Identity): boolean =>
    expression.test(address(identity)) || expression.test(ownerOf(identity));
  return {
    ignores: (identity) =>
      KNEX.test(ownerOf(identity)) || tests.some(({ expression }) => matches(expression, identity)),
    unused: (all) =>
      tests
        .filter(
          ({ expression }) => !all.some((side) => side.some((identity) => matches(expression, identity))),
        )
        .map(({ pattern }) => pattern),
  };
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** What an object belongs to, or itself. */
function ownerOf(identity: Identity): string {
  const { parent } = identity;
  return address(parent === null ? identity : { ...identity, parent: null, name: parent });
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
