import { Spans } from './spans.ts';

function spansOf(before: readonly number[], made: readonly number[]): string {
  const spans = new Spans(before.map(String));
  for (const one of made) spans.add(String(one));
  return spans.asMultirange();
}

test.each([
  ['nothing', [5], [], '{}'],
  ['one', [5], [9], '{[9,9]}'],
  ['all that came after what was there', [5, 3], [9, 14, 12], '{[9,14]}'],
  ['nothing that was there before', [3, 10, 20], [4, 9, 11, 25, 21], '{[4,9],[11,11],[21,25]}'],
  ['where nothing was there', [], [7, 2], '{[2,7]}'],
])('spans hold %s', (_, before, made, expected) => {
  expect(spansOf(before, made)).toBe(expected);
});
