import { keyOf } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';

/** The objects of one side, as they are looked for. */
export class Grouped<Side extends Identity> {
  readonly #kinds = new Map<string, Side[]>();
  readonly #owners = new Map<string, Side[]>();

  constructor(all: readonly Side[]) {
    for (const one of all) {
      put(this.#kinds, one.kind, one);
      if (one.parent !== null) put(this.#owners, keyOf(one.schema, one.parent), one);
    }
  }

  /** Those of some kinds, kind by kind. */
  of(...kinds: readonly string[]): readonly Side[] {
    const [only] = kinds;
    if (kinds.length === 1 && only !== undefined) return this.#kinds.get(only) ?? [];
    return kinds.flatMap((kind) => this.#kinds.get(kind) ?? []);
  }

  /** What belongs to a table or a view. */
  partsOf({ schema, name }: Pick<Identity, 'schema' | 'name'>): readonly Side[] {
    return this.#owners.get(keyOf(schema, name)) ?? [];
  }

  /** What belongs to the same table or view as an object, itself included. */
  besides({ schema, parent }: Pick<Identity, 'schema' | 'parent'>): readonly Side[] {
    return this.#owners.get(keyOf(schema, parent)) ?? [];
  }
}

/** Lists by what each is listed under. */
export function listed<One>(
  all: Iterable<One>,
  by: (one: One) => string,
): ReadonlyMap<string, readonly One[]> {
  const lists = new Map<string, One[]>();
  for (const one of all) put(lists, by(one), one);
  return lists;
}

function put<Side>(groups: Map<string, Side[]>, key: string, one: Side): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [one]);
  else group.push(one);
}
