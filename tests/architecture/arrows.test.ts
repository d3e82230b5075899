import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, sourceFiles } from './files.ts';
import { circles, importsOf, isIn, wrongArrows } from './imports.ts';
import { ROOMS } from './rooms.ts';

// A test that stands beside its source may look anywhere.
const FILES = sourceFiles('src', 'knex', 'knexfile.ts', 'drizzle.config.ts').filter(
  ({ path }) => !path.endsWith('.test.ts'),
);

test('every import follows an arrow of the list', () => {
  expect(wrongArrows(FILES, ROOMS)).toEqual([]);
});

test('every room of the list exists, and no arrow of it leads nowhere or in a circle', () => {
  expect(ROOMS.filter((room) => !FILES.some(({ path }) => isIn(room, path)))).toEqual([]);
  const known = new Set(ROOMS.map(({ path }) => path));
  expect(ROOMS.flatMap(({ rooms }) => rooms).filter((room) => !known.has(room))).toEqual([]);
  expect(circles(ROOMS)).toEqual([]);
});

test('the table of docs/architecture.md is this list', () => {
  const page = readFileSync(path.join(ROOT, 'docs', 'architecture.md'), 'utf8');
  const [, , ...rows] = /^\| room .*\n(?:\|.*\n)+/m.exec(page)?.[0].trimEnd().split('\n') ?? [];
  const shown = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  const names = (list: readonly string[]): string =>
    list.map((name) => `\`${name}\``).join(', ') || 'nothing';
  expect(shown.map(([, room, , rooms, packages]) => [room, rooms, packages])).toEqual(
    ROOMS.map(({ path: room, also = [], rooms, packages }) => [
      names([room, ...also].map((file) => (file.endsWith('.ts') ? file : `${file}/`))),
      names(rooms.map((name) => name.replaceAll(/^src\/|\.ts$/g, ''))),
      names(packages),
    ]),
  );
});

describe('the checker', () => {
  const wrong = (path: string, text: string): string[] => wrongArrows([{ path, text }], ROOMS);

  test('reads every way to import', () => {
    const text = `
      import { a } from './a.ts';
      import type { B } from './b.ts';
      import './c.ts';
      export * from './d.ts';
      export type { E } from './e.ts';
      const f = await import('./f.ts');
      const g = require('./g.ts');
      type H = import('./h.ts').H;
      import fs from 'node:fs';
      import { eq } from 'drizzle-orm';
      import { text } from 'drizzle-orm/pg-core';
      import { P } from '@testcontainers/postgresql';
      // import { no } from './comment.ts';
      const no = "import { no } from './string.ts'";`;
    expect(importsOf({ path: 'src/x.ts', text })).toEqual({
      files: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `src/${name}.ts`),
      packages: ['drizzle-orm', '@testcontainers/postgresql'],
    });
  });

  test.each([
    ['src/postgres/pool.ts', "import { env } from '../env.ts';"],
    ['src/migrations/migrate.ts', "import type { User } from '../lib/db/index.ts';"],
    ['src/lib/db/schema/users.ts', "import { migrate } from '../../../migrations/index.ts';"],
    ['src/migrations/deep/er.ts', "await import('../../cli/main.ts');"],
    ['src/testing/index.ts', "export * from '../lib/db/index.ts';"],
    ['knex/migrations/1_a.ts', "import { users } from '../../src/lib/db/schema/index.ts';"],
    ['src/problem.ts', "import { here } from '../tests/testing/there.ts';"],
  ])('refuses that %s says %s', (path, text) => {
    expect(wrong(path, text)).toEqual([expect.stringMatching(/: no arrow leads from /)]);
  });

  test.each([
    ['src/postgres/pool.ts', "import knex from 'knex';"],
    ['src/migrations/migrate.ts', "import { sql } from 'drizzle-orm';"],
    ['knex/seeds/dev/1_a.ts', "import { faker } from '@faker-js/faker';"],
  ])('refuses that %s says %s', (path, text) => {
    expect(wrong(path, text)).toEqual([expect.stringContaining(' does not use it')]);
  });

  test('refuses a folder that is not in the list', () => {
    expect(wrong('src/extras/one.ts', '')).toEqual(['src/extras/one.ts is in no room: give its folder one']);
    expect(wrong('src/lib/other.ts', '')).toEqual(['src/lib/other.ts is in no room: give its folder one']);
  });

  test('sees a circle', () => {
    const rooms = [
      { path: 'a', rooms: ['b'], packages: [] },
      { path: 'b', rooms: ['c'], packages: [] },
      { path: 'c', rooms: ['b'], packages: [] },
    ];
    expect(circles(rooms)).toEqual(['b', 'c']);
  });
});
