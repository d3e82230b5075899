import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Finding } from './index.ts';
import type { Both } from './sides.ts';

/** What other things name in their SQL: Postgres writes the new name into them. */
const NAMED = new Set(['table', 'column', 'enum', 'sequence']);
const VIEWS = new Set(['view', 'materialized view']);

/** Whether an object is of those that get their new names before all else, where these are free. */
export function isNamedFirst({ kind }: Pick<CatalogObject, 'kind'>): boolean {
  return NAMED.has(kind);
}

/**
 * New names that can be given before all else, so that whatever follows is written in them; none where one of them is
 * somebody else's for now.
 */
export function renamesFirst(findings: readonly Finding[], { live }: Both): readonly Finding[] {
  const renames = findings.filter(({ kind, attribute }) => attribute === 'renamed' && NAMED.has(kind));
  if (renames.length === 0) return [];
  const names = new Set(live.map(({ schema, parent, name }) => keyOf(schema, parent, name)));
  const views = new Set(
    live.filter(({ kind }) => VIEWS.has(kind)).map(({ schema, name }) => keyOf(schema, name)),
  );
  const own = renames.filter(
    ({ subject: { live: one } }) => !views.has(keyOf(one?.schema ?? null, one?.parent ?? null)),
  );
  const isTaken = own.some(
    ({ subject: { declared, live: object } }) =>
      object !== undefined && names.has(keyOf(object.schema, object.parent, declared?.name ?? null)),
  );
  return isTaken ? [] : own;
}
