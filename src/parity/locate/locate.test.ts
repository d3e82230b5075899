import path from 'node:path';
import { found, markedFolder, write } from '../../../tests/parity/marked-files.ts';
import { locate, locator } from './locate.ts';

const folder = markedFolder();

const EXPORTS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a constant', { 'index.ts': `\n  export const ‸users = pgTable('users', {});` }],
  [
    'one that is typed, and not the first of its statement',
    { 'index.ts': `export const a: Map<string, { users: 1 }> = f, ‸users: () => void = g` },
  ],
  ['one that is exported below', { 'index.ts': `const ‸users = f()\nconst b = 1\nexport { b, users }` }],
  [
    'one that is exported under another name',
    { 'index.ts': `const ‸people = f(); export { people as users };` },
  ],
  ['a string for a name', { 'index.ts': `const ‸people = f(); export { people as 'users' };` }],
  [
    'one of another file',
    { 'index.ts': `export { users } from './users';`, 'users.ts': `export const ‸users = f();` },
  ],
  [
    'one of another file under another name',
    { 'index.ts': `export { people as users } from './a.js';`, 'a.ts': `export const ‸people = f();` },
  ],
  [
    'a default of another file',
    { 'index.ts': `export { default as users } from './users';`, 'users/index.ts': `export ‸default f();` },
  ],
  [
    'a default that has a name',
    {
      'index.ts': `import users from './users'\nexport { users }`,
      'users.ts': `const ‸t = f()\nexport default t`,
    },
  ],
  [
    'one that is imported first',
    {
      'index.ts': `import type { X } from './x';\nimport d, { type Y, people as users } from './a';\nexport { users };`,
      'a.ts': `export const ‸people = f();`,
    },
  ],
  [
    'one behind stars, and a circle of them',
    {
      'index.ts': `export * from 'drizzle-orm';\nexport * from './a';\nexport * from './b';`,
      'a.ts': `export * from './index.ts'; export const other = 1;`,
      'b.ts': `export * from './c.mjs';`,
      'c.mts': `export const ‸users = f();`,
    },
  ],
  [
    'the own one before that of a star',
    { 'index.ts': `export * from './a';\nexport const ‸users = f();`, 'a.ts': `export const users = 1;` },
  ],
  [
    'what is taken out of an object',
    { 'index.ts': `export const { a, people: ‸users = 2, ...rest } = tables();` },
  ],
  ['what is taken out of a list', { 'index.ts': `export const [a, ‸users] = tables();` }],
  ['a function', { 'index.ts': `export async function ‸users() { return 1 }` }],
  ['an enum', { 'index.ts': `export declare const enum ‸users { a }` }],
  [
    'no comment, string, template or regular expression',
    {
      'index.ts': [
        '// export const users = 1',
        '/* export const users = 1 */',
        "const a = 'export const users = 1', b = `${'}'} export const users`, c = /export const users = {`/;",
        'function f() { const users = 1; return users }',
        'export const ‸users = f()',
      ].join('\n'),
    },
  ],
  ['exports of CommonJS', { 'index.js': `exports.‸users = f()` }],
  [
    'module.exports with what it requires',
    {
      'index.js': `const { a } = require('./a');\nmodule.exports = { a, ...require('./b') };`,
      'b.js': `const ‸t = f();\nmodule.exports = { 'users': t };`,
    },
  ],
  [
    'what is required into a name',
    {
      'index.cjs': `const { people: users } = require('./a.cjs');\nmodule.exports.users = users;`,
      'a.cjs': `module.exports = { ‸people: f() };`,
    },
  ],
];

test.each(EXPORTS)('%s is found', (_title, files) => {
  const expected = write(files);
  expect(expected).toBeDefined();
  expect(found('users', undefined, Object.keys(files).slice(0, 1))).toBe(expected);
});

test.each([
  ['a name that nothing exports', { 'index.ts': 'const users = 1;\nexport const other = users;' }],
  ['a type', { 'index.ts': 'export interface users { a: 1 }' }],
  ['an alias of a path', { 'index.ts': "export { users } from '@/users';" }],
  ['a file that is not there', { 'index.ts': "export { users } from './users';" }],
  ['a folder without index', { 'index.ts': "export { users } from './a';", 'a/b.ts': '' }],
  ['an entry that is not there', { 'other.ts': 'export const users = 1;' }],
  ['what is the default of a star', { 'index.ts': "export * from './a';", 'a.ts': 'export default 1;' }],
])('%s has no place', (_title, files) => {
  write(files);
  expect(found('users')).toBeUndefined();
  expect(found('default')).toBeUndefined();
});

test('the first of several entries that has the name is taken', () => {
  const expected = write({
    'a.ts': 'export const a = 1',
    'b.ts': 'export const ‸users = 1',
    'c.ts': 'export const users = 1',
  });
  expect(found('users', undefined, ['a.ts', 'b.ts', 'c.ts'])).toBe(expected);
});

test('what has a name in its table is found by it, and else its table is', () => {
  const expected = write({
    'index.ts': `// 'users_idx'
      export const users = f('users', {}, (t) => [index("users_other"), index(‸"users_idx").on(t.id)]);
      export const other = index('users_idx');`,
  });
  const place = (name: string): string => {
    const found = locate(path.join(folder(), 'index.ts'), { exported: 'users', property: undefined }, name);
    return `index.ts:${found?.line ?? 0}:${found?.column ?? 0}`;
  };
  expect(place('users_idx')).toBe(expected);
  expect(place('users_none_idx')).toBe('index.ts:2:20');
});

test('an origin without an export has no place', () => {
  write({ 'index.ts': 'export const users = 1' });
  expect(locate(path.join(folder(), 'index.ts'), { exported: undefined, property: 'email' })).toBeUndefined();
});

test('a file outside of where paths begin keeps its whole path', () => {
  write({ 'index.ts': 'export const users = 1' });
  const entries = [path.join(folder(), 'index.ts')];
  const expected = { file: path.join(folder(), 'index.ts'), line: 1, column: 14 };
  const origin = { exported: 'users', property: undefined };
  expect(locate(entries, origin)).toEqual(expected);
  expect(locator({ entries, relativeTo: path.join(folder(), 'deeper') })(origin)).toEqual(expected);
});
