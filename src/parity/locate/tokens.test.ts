import { position, tokenize } from './tokens.ts';

function written(text: string): string[] {
  return tokenize(text).list.map(({ kind, text }) => `${kind} ${text}`);
}

test('comments are left out, and what is in a string or a template is one token', () => {
  const text = `#!/usr/bin/env node
    // export const no = 1
    /* { */ 'it\\'s // a' "b /* c" \`d \${'}' + \`e \${ { f: /\`/ } }\`} // g\` 1.5e3`;
  expect(written(text)).toEqual([
    "string 'it\\'s // a'",
    'string "b /* c"',
    "template `d ${'}' + `e ${ { f: /`/ } }`} // g`",
    'number 1.5e3',
  ]);
});

test.each([
  ['x = /[/"]\\/{/g.test(y)', 'regex /[/"]\\/{/g'],
  ["return /'/", "regex /'/"],
  ['(/`/)', 'regex /`/'],
])('in %s the slash begins a regular expression', (text, regex) => {
  expect(written(text)).toContain(regex);
});

test.each(['a / b / c', '(a) / b / c', 'a[0] / 2 / c', 'x = / 2'])('in %s the slash divides', (text) => {
  expect(written(text).filter((token) => token.startsWith('regex'))).toEqual([]);
  expect(written(text)).toContain('mark /');
});

test('a string says what it means, and the mark in a string is no mark', () => {
  const { list, closing } = tokenize(String.raw`['{', "\u{1F600}\x41\u0042\n\'", x]`);
  expect(list.filter(({ kind }) => kind === 'string').map(({ said }) => said)).toEqual(['{', "😀ABn'"]);
  expect([...closing]).toEqual([[0, list.length - 1]]);
});

test('what is not closed ends with the file or the line, and what follows is still read', () => {
  expect(written("const a = 'oops\nconst b = 1")).toContain('word b');
  expect(written('const a = `oops')).toContain('template `oops');
  expect(written('const a /* oops')).toEqual(['word const', 'word a']);
  const { list, closing } = tokenize('{ a');
  expect(closing.get(0)).toBe(list.length);
});

test('a token knows whether it is the first of its line', () => {
  const firsts = tokenize('a b\n  c /* \n */ d // e\nf')
    .list.filter(({ first }) => first)
    .map(({ text }) => text);
  expect(firsts).toEqual(['a', 'c', 'd', 'f']);
});

test('lines and columns begin at 1, whatever ends a line', () => {
  const text = 'a\r\nbb\rc\nÄ d';
  expect(position(text, 0)).toEqual({ line: 1, column: 1 });
  expect(position(text, text.indexOf('c'))).toEqual({ line: 3, column: 1 });
  expect(position(text, text.indexOf('d'))).toEqual({ line: 4, column: 3 });
  expect(position('\u{feff}a', 1)).toEqual({ line: 1, column: 1 });
});
