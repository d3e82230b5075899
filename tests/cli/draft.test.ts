import { existsSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase, startTestServer } from '../../src/testing/index.ts';
import { migrations, projectWith, query, run, textOf } from './draft-project.ts';
import { problemCode } from './keelson.ts';
import { makeProject } from './project.ts';

test('from a changed schema comes a migration that is proven, applied, and taken back', async () => {
  using project = projectWith(`name: text('name'), nickname: text('nickname')`);
  await using database = await createTestDatabase({ migrate: false });
  expect(await run(project, ['migrate'], database)).toMatchObject({ code: 0 });
  const made = await run(project, ['migrate:make', 'add_nickname'], database);
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout).toMatch(
    /^made migrations\/\d{14}_add_nickname\.ts, proven\nwritten: migrations\/proofs\.json, to be committed with it\n$/,
  );
  expect(textOf(project, 'add_nickname.ts')).toBe(`import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('public').alterTable('users', (table) => {
    table.text('nickname');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('public').alterTable('users', (table) => {
    table.dropColumn('nickname');
  });
}
`);
  const proofs = JSON.parse(textOf(project, 'proofs.json')) as object;
  expect(Object.keys(proofs)).toEqual([expect.stringMatching(/^\d{14}_add_nickname$/)]);
  expect(await run(project, ['migrate'], database)).toMatchObject({ code: 0 });
  expect(await run(project, ['check'], database)).toMatchObject({ code: 0 });
  expect(await run(project, ['migrate:rollback'], database)).toMatchObject({ code: 0 });
  expect(await run(project, ['check'], database)).toMatchObject({ code: 1 });
});

test('where nothing differs, and with --empty, up and down are empty', async () => {
  using project = projectWith(`name: text('name')`);
  for (const words of [
    ['nothing', '--replay'],
    ['empty', '--empty'],
  ]) {
    const outcome = await run(project, ['migrate:make', ...words]);
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.stdout).toMatch(/^made migrations\/\d{14}_\w+\.ts\n$/);
  }
  expect(textOf(project, 'nothing.ts')).toBe(textOf(project, 'empty.ts'));
  expect(textOf(project, 'nothing.ts')).toMatch(/up\(knex: Knex\): Promise<void> \{\n\}/);
});

test('a rename is asked for, and taken from the command line', async () => {
  using project = projectWith(`fullName: text('full_name')`);
  const asked = await run(project, ['migrate:make', 'full_name', '--replay']);
  expect(asked.code).toBe(2);
  expect(problemCode(asked)).toBe('draft/unanswered');
  expect(asked.stderr).toContain(
    '--rename public.users.name:public.users.full_name, or --drop public.users.name',
  );
  expect(migrations(project)).toEqual([]);

  const renamed = await run(project, [
    ...['migrate:make', 'full_name', '--replay', '--rename', 'public.users.name:public.users.full_name'],
  ]);
  expect(renamed).toMatchObject({ code: 0 });
  expect(textOf(project, 'full_name.ts')).toContain(`table.renameColumn('name', 'full_name');`);
  expect(textOf(project, 'full_name.ts')).toContain(`table.renameColumn('full_name', 'name');`);
});

test('so is one of a value of an enum, which rows keep', async () => {
  using project = makeProject({
    'migrations/20260101000000_moods.ts': `
      import type { Knex } from 'knex';
      export async function up(knex: Knex): Promise<void> {
        await knex.raw("create type mood as enum ('happy', 'sad')");
      }
      export async function down(knex: Knex): Promise<void> {
        await knex.raw('drop type mood');
      }`,
    'src/db/schema.ts': `
      import { pgEnum } from 'drizzle-orm/pg-core';
      export const mood = pgEnum('mood', ['happy', 'gloomy']);`,
  });
  const asked = await run(project, ['migrate:make', 'gloom', '--replay']);
  expect(problemCode(asked)).toBe('draft/unanswered');
  expect(asked.stderr).toContain('enum value public.mood.sad: public.mood.gloomy, or gone');
  expect(migrations(project)).toEqual([]);

  const rename = ['--rename', 'public.mood.sad:public.mood.gloomy'];
  expect(await run(project, ['migrate:make', 'gloom', '--replay', ...rename])).toMatchObject({ code: 0 });
  expect(textOf(project, 'gloom.ts')).toMatch(/rename value 'sad' to 'gloomy'/);
  expect(textOf(project, 'gloom.ts')).toMatch(/rename value 'gloomy' to 'sad'/);
});

test('what is dropped is said, with the rows that have something there', async () => {
  using project = projectWith(`fullName: text('full_name')`);
  await using database = await createTestDatabase({ migrate: false });
  await run(project, ['migrate'], database);
  await query(database, `insert into users values ('a', 'Ann'), ('b', null), ('c', 'Cy')`);
  const made = await run(project, ['migrate:make', 'drop_name', '--drop', 'public.users.name'], database);
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout).toContain('destroys column public.users.name, 2 rows\n');
  expect(made.stdout).toMatch(/dangerous drop_name: [^]*\[drop-column-breaks-readers\]/);
  // No proof is kept of what is dangerous.
  expect(existsSync(path.join(project.folder, 'migrations', 'proofs.json'))).toBe(false);
});

test('in steps while others read and write, each of them in a file, in the order in which they are deployed', async () => {
  using project = projectWith(
    `name: text('name').notNull().unique('users_name'), age: integer('age').notNull()`,
  );
  const made = await run(project, ['migrate:make', 'stricter', '--replay']);
  expect(made).toMatchObject({ code: 0 });
  const files = migrations(project).filter((file) => file.endsWith('.ts'));
  expect(files.map((file) => file.replace(/^\d{14}_/, ''))).toEqual([
    ...['stricter.ts', 'stricter_fill.ts', 'stricter_validate.ts', 'stricter_indexes.ts'],
  ]);
  expect(textOf(project, '_indexes.ts')).toMatch(/transaction: false[^]*create unique index concurrently/);
  expect(textOf(project, '_fill.ts')).toContain(
    '// Decide what age is in the rows that have none: 0 only stands for it.',
  );
  expect(made.stdout).toContain('decide what public.users.age is in the rows that have none');
  // What the files make is what the schema says.
  expect((await run(project, ['migrate:make', 'more', '--replay'])).stderr).toContain(
    'up and down are empty',
  );
});

test('--at-once puts all of it into one file', async () => {
  using project = projectWith(`name: text('name').notNull().unique('users_name'), age: integer('age')`);
  expect(await run(project, ['migrate:make', 'stricter', '--replay', '--at-once'])).toMatchObject({
    code: 0,
  });
  expect(migrations(project).filter((file) => file.endsWith('.ts'))).toHaveLength(1);
});

describe('nothing is left behind where it cannot be drafted', () => {
  test.each([
    [
      'a schema that does not load',
      { 'src/db/schema.ts': 'export const broken = ;' },
      [],
      'cli/schema-does-not-load',
    ],
    [
      'two tables of one name',
      {
        'src/db/schema.ts': `import { pgTable, text } from 'drizzle-orm/pg-core';
          export const one = pgTable('users', { a: text('a') });
          export const two = pgTable('users', { b: text('b') });`,
      },
      [],
      'parity/',
    ],
    [
      'a rename of nothing',
      {},
      ['--rename', 'public.users.nobody:public.users.name'],
      'draft/no-such-rename',
    ],
    ['half a rename', {}, ['--rename', 'public.users.name'], 'cli/usage'],
    ['a name already taken', {}, [], 'migrations/name-taken', 'users'],
    [
      'a server that is not there',
      {},
      ['--server', 'postgres://nobody@127.0.0.1:1/postgres'],
      'connection/refused',
    ],
  ] satisfies readonly (readonly [string, object, readonly string[], string, string?])[])(
    '%s',
    async (_, files, words, code, name = 'more') => {
      using project = projectWith(`name: text('name'), more: text('more')`);
      for (const [file, content] of Object.entries(files)) project.write(file, content);
      const outcome = await run(project, ['migrate:make', name, '--replay', ...words]);
      expect(outcome.code).toBe(2);
      expect(problemCode(outcome)).toContain(code);
      expect(migrations(project)).toEqual([]);
    },
  );

  test('a role that may make no databases', async () => {
    using project = projectWith(`name: text('name'), more: text('more')`);
    await using database = await createTestDatabase({ migrate: false });
    const role = `${database.name}_poor`;
    await query(database, `create role ${role} login password 'poor'`);
    try {
      const poor = new URL((await startTestServer()).url);
      poor.username = role;
      poor.password = 'poor';
      const outcome = await run(project, ['migrate:make', 'more', '--replay', '--server', poor.href]);
      expect(outcome.code).toBe(2);
      expect(outcome.stderr).toMatch(/may not create databases|permission denied/);
      expect(outcome.stderr).toMatch(/createdb/i);
      expect(migrations(project)).toEqual([]);
    } finally {
      await query(database, `drop role ${role}`);
    }
  });

  test('a database that lacks a migration, or has more than they make', async () => {
    using project = projectWith(`name: text('name'), more: text('more')`);
    await using database = await createTestDatabase({ migrate: false });
    expect(problemCode(await run(project, ['migrate:make', 'more'], database))).toBe('draft/pending');
    await run(project, ['migrate'], database);
    await query(database, 'alter table users add more text');
    const drifted = await run(project, ['migrate:make', 'more'], database);
    expect(drifted.code).toBe(2);
    expect(problemCode(drifted)).toBe('draft/drifted');
    expect(drifted.stderr).toContain(
      'only by the migrations: public.users.more: declared, but not in the database',
    );
    expect(migrations(project)).toEqual([]);
  });

  test('a database in the middle of a deploy', async () => {
    using project = projectWith(`name: text('name'), more: text('more')`);
    await using database = await createTestDatabase({ migrate: false });
    await run(project, ['migrate'], database);
    await query(database, 'update knex_migrations_lock set is_locked = 1');
    const outcome = await run(project, ['migrate:make', 'more'], database);
    expect(outcome.code).toBe(2);
    expect(problemCode(outcome)).toBe('draft/being-migrated');
    expect(migrations(project)).toEqual([]);
  });
});
