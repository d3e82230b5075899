import { identityKey } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import type { Difference, ShownObject, Undecided, Verdict } from '../verdict.ts';

/** An object of either side with all that was found of it. */
export interface Judged {
  readonly object: ShownObject;
  readonly differences: readonly Difference[];
  readonly undecided: readonly Undecided[];
}

/** The table, view or type that an object is, or belongs to. */
export function ownerOf({ schema, parent, name }: Identity): Pick<Identity, 'schema' | 'name'> {
  return { schema, name: parent ?? name };
}

/**
 * Every object with its findings, in the order of the verdict. What was found of an object that is not listed is not
 * lost: it stands at the end, as an object that neither side shows.
 */
export function judgedObjects({ objects, differences, undecided }: Verdict): readonly Judged[] {
  const judged = new Map<
    string,
    { object: ShownObject; differences: Difference[]; undecided: Undecided[] }
  >();
  const of = (object: ShownObject): { differences: Difference[]; undecided: Undecided[] } => {
    const key = identityKey(object.identity);
    const entry = judged.get(key) ?? { object, differences: [], undecided: [] };
    judged.set(key, entry);
    return entry;
  };
  objects.forEach(of);
  const bare = { inSchema: false, inDatabase: false };
  for (const one of differences)
    of({ identity: one.identity, ...bare, origin: one.origin }).differences.push(one);
  for (const one of undecided)
    of({ identity: one.identity, ...bare, origin: one.origin }).undecided.push(one);
  return [...judged.values()];
}
