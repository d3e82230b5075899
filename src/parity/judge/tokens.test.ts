import { tokensOf } from './tokens.ts';

function words(sql: string): readonly string[] | undefined {
  return tokensOf(sql)?.map(({ kind, value }) => (kind === 'mark' ? value : `${kind} ${value}`));
}

test.each<[sql: string, words: readonly string[]]>([
  ['Select AGE', ['name select', 'name age']],
  ['"Col ""A"""', ['quoted Col "A"']],
  [`'it''s' 'a'`, [`string it's`, 'string a']],
  [String.raw`E'a\'b' e'\\'`, [String.raw`string a\'b`, String.raw`string \\`]],
  [String.raw`'a\' || 'b'`, [String.raw`string a\ `.trimEnd(), '|', '|', 'string b']],
  [String.raw`U&"a\0041" U&'x'`, ['name u', '&', String.raw`quoted a\0041`, 'name u', '&', 'string x']],
  ['$$a)b$$ $x$ $$ $x$', ['string a)b', 'string  $$ ']],
  ['a$b$c $1', ['name a$b$c', '$1']],
  ['a -- b )\n, c', ['name a', ',', 'name c']],
  ['a /* ( /* " */ ) */ b', ['name a', 'name b']],
  ['1.5e-7 .5 0x1F a.b', ['1.5e', '-', '7', '.5', '0x1F', 'name a', '.', 'name b']],
  ['É = naïve', ['name É', '=', 'name naïve']],
  ['a[1:2]::text[]', ['name a', '[', '1', ':', '2', ']', ':', ':', 'name text', '[', ']']],
])('%s', (sql, expected) => {
  expect(words(sql)).toEqual(expected);
});

test('each token knows where it stands and how many brackets are around it', () => {
  expect(tokensOf('f( "a")')).toEqual([
    { kind: 'name', value: 'f', from: 0, to: 1, depth: 0 },
    { kind: 'mark', value: '(', from: 1, to: 2, depth: 0 },
    { kind: 'quoted', value: 'a', from: 3, to: 6, depth: 1 },
    { kind: 'mark', value: ')', from: 6, to: 7, depth: 0 },
  ]);
});

test.each([
  `'a`,
  '"a',
  `'a''`,
  String.raw`E'a\'`,
  '$x$ a $$',
  '/* a',
  '/* /* */',
  '(a',
  'a)',
  ') (',
  'a[',
  '1), (2',
])('what is not closed has none: %s', (sql) => {
  expect(tokensOf(sql)).toBeUndefined();
});
