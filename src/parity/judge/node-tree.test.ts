import { readTree } from './node-tree.ts';
import type { Tree } from './node-tree.ts';

/** The tree with nodes as pairs of a kind and its fields. */
function shown(tree: Tree | undefined): unknown {
  if (tree === undefined || typeof tree === 'string') return tree;
  if ('node' in tree)
    return [tree.node, ...[...tree.fields].map(([name, parts]) => [name, parts.map(shown)])];
  return tree.map(shown);
}

test.each<[printed: string, tree: unknown]>([
  ['<>', '<>'],
  ['()', []],
  ['(b 1 2)', ['b', '1', '2']],
  ['("a" "b\\ c")', ['"a"', '"b\\ c"']],
  ['{VAR :varno 1 :names <>}', ['VAR', ['varno', ['1']], ['names', ['<>']]]],
  ['{CONST :value 2 [ 1 0 ] :n 1}', ['CONST', ['value', ['2', '[', '1', '0', ']']], ['n', ['1']]]],
  [
    '({A :of {B :x 1}} {A :of ()})',
    [
      ['A', ['of', [['B', ['x', ['1']]]]]],
      ['A', ['of', [[]]]],
    ],
  ],
  // A name that looks like a label, and one with every mark.
  ['{T :resname :resno :resno 1}', ['T', ['resname', [':resno']], ['resno', ['1']]]],
  [
    String.raw`{T :resname \{a\ \(\}\\ :resno 1}`,
    ['T', ['resname', [String.raw`\{a\ \(\}\\`]], ['resno', ['1']]],
  ],
])('%s', (printed, tree) => {
  expect(shown(readTree(printed))).toEqual(tree);
});

test.each(['', '(', '{VAR', '{VAR :x', '{VAR :x }', '{VAR x 1}', ')', '1 2', '(1))'])(
  'what is no tree is none: %s',
  (printed) => {
    expect(readTree(printed)).toBeUndefined();
  },
);
