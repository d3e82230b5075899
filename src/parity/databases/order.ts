import { keyOf } from '../../catalog/object.ts';
import type { DatabaseDifference } from './comparison.ts';
import type { Ignoring } from './ignored.ts';
import type { Pair } from './pairs.ts';
import { otherOrder } from './said.ts';

/**
 * Where siblings that both have stand in another order. Their numbers say nothing by themselves: one sibling more or
 * less changes those of all that come after it.
 */
export function compareOrder(
  both: readonly Pair[],
  { attribute, ignored }: { readonly attribute: string; readonly ignored: Ignoring },
): readonly DatabaseDifference[] {
  const siblings = new Map<string, Pair[]>();
  for (const pair of both) {
    const key = keyOf(pair.expected.schema, pair.expected.parent);
    const list = siblings.get(key);
    if (list === undefined) siblings.set(key, [pair]);
    else list.push(pair);
  }
  return [...siblings.values()].flatMap((pairs) => {
    const expected = inOrder(pairs, 'expected', attribute);
    const actual = inOrder(pairs, 'actual', attribute);
    const [ours, theirs] = [expected, actual].map((list) => list.map((pair) => pair.expected.name));
    const first = expected.find((pair, index) => pair !== actual[index]);
    if (first === undefined || ours === undefined || theirs === undefined) return [];
    if (ignored.ignores(first.expected, attribute)) return [];
    return [otherOrder(first.expected, { attribute, expected: ours, actual: theirs })];
  });
}

function inOrder(pairs: readonly Pair[], side: 'expected' | 'actual', attribute: string): readonly Pair[] {
  return pairs.toSorted(
    (one, other) => Number(one[side].facts[attribute]) - Number(other[side].facts[attribute]),
  );
}
