import { identityKey } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import { changesIn } from '../fix/index.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { renamesFirst } from '../fix/renames-first.ts';
import { differencesOf } from './differences-back.ts';
import type { WayBackOptions } from './differences-back.ts';
import { withoutRemarks } from './without-remarks.ts';

export type { WayBackOptions } from './differences-back.ts';

/** The lines that make a database again what it was. */
export function wayBack(options: WayBackOptions): Pieces {
  const { findings, both } = differencesOf(options);
  return withoutRemarks(changesIn(findings, both));
}

/** The lines that give things their names back before all else, and what is called otherwise then; none where that cannot be. */
export function namesBack(
  options: WayBackOptions,
): { readonly pieces: Pieces; readonly renamed: (before: Identity) => Identity } | undefined {
  const { renamed: renamedTo = (identity: Identity) => identity } = options;
  const { findings, both } = differencesOf(options);
  const names = renamesFirst(findings, both);
  if (names.length === 0) return undefined;
  const given = new Set(names.map(({ identity }) => identityKey(identity)));
  const isGiven = (before: Identity): boolean => given.has(identityKey(before));
  return {
    pieces: withoutRemarks(changesIn(names, both)),
    renamed: (before) => {
      const { kind, schema, parent, name } = before;
      const now = renamedTo(before);
      const isOfGiven = parent !== null && isGiven({ kind: 'table', schema, parent: null, name: parent });
      return {
        ...now,
        kind,
        parent: isOfGiven ? parent : now.parent,
        name: isGiven(before) ? name : now.name,
      };
    },
  };
}
