/** Texts of every length and of the usual shapes, which no list of values has. */
const STRANGERS: readonly string[] = [
  ...Array.from({ length: 41 }, (_, length) => 'qzkvxwjy'.repeat(6).slice(0, length)),
  ...[
    'Q',
    'Qz',
    'QZK',
    'QZKVXWJY',
    'Qzkvxwjy',
    '0',
    '1',
    '7',
    '42',
    '-5',
    '3.14',
    '2001-09-30',
    'q z',
    'q_z',
    'q-z',
  ],
  ...['q.z', 'q/z', '/q', 'q@zk.vx', 'https://qz.kv', '+4312345', '{"q":1}', '[]', 'true', 'Ärger'],
  '6f1d2c3b-4a59-4e87-9c10-d2e3f4a5b6c7',
];

/**
 * Values that a check lets through only when it is more than a list of those that are known: none of them is one, and
 * some are nearly one.
 */
export function probesBeside(known: readonly string[]): readonly string[] {
  const near = known.flatMap((value) => [`${value}q`, `q${value}`, value.slice(0, -1), value + value]);
  const listed = new Set(known);
  return [...new Set([...near, ...STRANGERS])].filter((value) => !listed.has(value));
}
