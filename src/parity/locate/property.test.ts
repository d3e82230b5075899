import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getTableColumns, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { found, markedFolder, write } from '../../../tests/parity/marked-files.ts';
import * as schema from '../../lib/db/schema/index.ts';
import { locator } from './locate.ts';

markedFolder();

const COLUMNS = `{ id: text('id'), ‸email: text('email') }`;

const PROPERTIES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a column', { 'index.ts': `export const users = pgTable('users', ${COLUMNS});` }],
  [
    'a column and not its namesake elsewhere',
    {
      'index.ts': `export const users = auth.table('users', {
        id: text('id', { email: 1 }).$type<{ email: string }>(),
        // email: text('no'),
        ‸email: text('email'),
      }, (t) => ({ email: index('email').on(t.email) }));`,
    },
  ],
  ['a key in quotes', { 'index.ts': `export const users = f('users', { 'e': 1, ‸"email": 2 })` }],
  ['a computed key', { 'index.ts': `export const users = f('users', { [other]: 1, [‸'email']: 2 })` }],
  ['a key without value', { 'index.ts': `const email = 1; export const users = f('users', { id, ‸email })` }],
  [
    'columns that are given as a function',
    { 'index.ts': `export const users = f('users', (t) => (${COLUMNS}))` },
  ],
  [
    'columns that a function returns',
    { 'index.ts': `export const users = f('users', (t) => { const a = { email: 1 }; return ${COLUMNS}; })` },
  ],
  [
    'a table whose name is a constant',
    { 'index.ts': `const NAME = 'users';\nexport const users = f(NAME, ${COLUMNS})` },
  ],
  [
    'columns under a name',
    { 'index.ts': `const columns = ${COLUMNS} as const;\nexport const users = f('users', columns)` },
  ],
  [
    'columns that are spread',
    {
      'index.ts': `import { base } from './base';\nexport const users = f('users', { id: 1, ...base })`,
      'base.ts': `export const base: Record<string, X> = ${COLUMNS};`,
    },
  ],
  [
    'the last of what is spread',
    {
      'index.ts': `const a = { email: 1 }, b = ${COLUMNS};\nexport const users = f('users', { ...a, ...b })`,
    },
  ],
  [
    'columns that a function of the schema makes',
    {
      'index.ts': `import { base } from './base';\nexport const users = f('users', { ...base('x'), id: 1 })`,
      'base.ts': `export function base(x: { email: 1 }): { email: 2 } { return ${COLUMNS} }`,
    },
  ],
  [
    'columns that an arrow function makes',
    {
      'index.ts': `const base = ({ email } = {}) => (${COLUMNS});\nexport const users = f('users', { ...base() })`,
    },
  ],
  [
    'columns of an imported namespace',
    {
      'index.ts': `import * as columns from './base';\nexport const users = f('users', { ...columns.base.inner })`,
      'base.ts': `export const base = { inner: ${COLUMNS} };`,
    },
  ],
  [
    'columns of what is required as a whole',
    {
      'index.ts': `import columns = require('./base');\nexport const users = f('users', columns.base)`,
      'base.ts': `export const base = ${COLUMNS}`,
    },
  ],
  ['a table under another name', { 'index.ts': `const t = f('users', ${COLUMNS})\nexport const users = t` }],
  [
    'columns that a call of the schema completes',
    { 'index.ts': `export const users = f('users', withId(${COLUMNS}))` },
  ],
  [
    'what a view selects',
    { 'index.ts': `export const users = pgView('v').as((qb) => qb.select(${COLUMNS}).from(t))` },
  ],
  [
    'the declared columns of a view',
    { 'index.ts': 'export const users = pgView("v", ' + COLUMNS + ').as(sql`select 1 as email`)' },
  ],
  [
    'the column of the table that a view reads',
    {
      'index.ts': `const t = f('t', ${COLUMNS});\nexport const users = pgView('v').as((qb) => qb.select().from(t))`,
    },
  ],
  [
    'the table, where the column comes from elsewhere',
    {
      'index.ts': `import { base } from 'x';\nexport const ‸users = f('users', { ...base }, (t) => ({ email: 1 }))`,
    },
  ],
  [
    'the table, where its columns lead in a circle',
    { 'index.ts': `const a = { ...b }, b = { ...a };\nexport const ‸users = f('users', { ...a, ...g() })` },
  ],
];

test.each(PROPERTIES)('%s: there the property is found', (_title, files) => {
  const expected = write(files);
  expect(expected).toBeDefined();
  expect(found('users', 'email')).toBe(expected);
});

test('every column of a schema that is in use is found on the line that names it', () => {
  const entry = path.resolve(__dirname, '..', '..', 'lib', 'db', 'schema', 'index.ts');
  const columns = Object.entries(schema).flatMap(([exported, table]) =>
    is(table, PgTable) ? Object.keys(getTableColumns(table)).map((property) => ({ exported, property })) : [],
  );
  expect(columns.length).toBeGreaterThan(100);
  const locations = locator({ entries: [entry] });
  for (const origin of columns) {
    const place = locations(origin);
    const line = readFileSync(place?.file ?? '', 'utf8').split('\n')[(place?.line ?? 0) - 1];
    expect(line?.slice((place?.column ?? 0) - 1)).toMatch(new RegExp(`^${origin.property}\\b`));
  }
});
