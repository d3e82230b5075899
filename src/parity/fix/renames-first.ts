import { keyOf } from '../../catalog/object.ts';
import type { Finding } from './index.ts';
import { VIEWS } from './kinds.ts';
import type { Both } from './sides.ts';

/** What other things name in their SQL: Postgres writes the new name into them. */
const NAMED = new Set(['table', 'column', 'enum', 'sequence']);

/**
 * New names that can be given before all else, so that whatever follows is written in them; without those that are
 * somebody else's for now, which have to wait until that one is gone.
 */
export function renamesFirst(findings: readonly Finding[], { live }: Both): readonly Finding[] {
  const renames = findings.filter(({ kind, attribute }) => attribute === 'renamed' && NAMED.has(kind));
  if (renames.length === 0) return [];
  const taken = new Set(live.map(({ schema, parent, name }) => keyOf(schema, parent, name)));
  const views = new Set(
    live.filter(({ kind }) => VIEWS.has(kind)).map(({ schema, name }) => keyOf(schema, name)),
  );
  return renames.filter(({ subject: { declared, live: one } }) => {
    if (declared === undefined || one === undefined || views.has(keyOf(one.schema, one.parent))) return false;
    return !taken.has(keyOf(one.schema, one.parent, declared.name));
  });
}
