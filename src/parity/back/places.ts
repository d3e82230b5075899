import { identityKey } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';

/** Where an object of a first reading is in the second one, as a key; undefined where another one has its place by now. */
export function placesOf(
  before: readonly Identity[],
  renamed: (before: Identity) => Identity,
): (one: Identity) => string | undefined {
  const taken = new Set(
    before.flatMap((one) => {
      const place = identityKey(renamed(one));
      return place === identityKey(one) ? [] : place;
    }),
  );
  return (one) => {
    const [own, place] = [identityKey(one), identityKey(renamed(one))];
    return place === own && taken.has(own) ? undefined : place;
  };
}
