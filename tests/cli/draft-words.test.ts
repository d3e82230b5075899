import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase } from '../../src/testing/index.ts';
import { migrations, query, run } from './draft-project.ts';
import { problemCode } from './keelson.ts';
import { makeProject } from './project.ts';

test('what is dangerous is said once for each file, without the code of what to do instead', async () => {
  using project = makeProject({
    'migrations/20260101000000_users.ts': `
      import type { Knex } from 'knex';
      export async function up(knex: Knex): Promise<void> {
        await knex.raw('create table users (id integer primary key, one integer, two integer, gone text)');
      }
      export async function down(knex: Knex): Promise<void> {
        await knex.raw('drop table users');
      }`,
    'src/db/schema.ts': `
      import { index, integer, pgTable } from 'drizzle-orm/pg-core';
      export const users = pgTable('users', { id: integer('id').primaryKey(), uno: integer('uno'), due: integer('due') },
        (table) => [index('users_uno').on(table.uno)]);`,
  });
  const made = await run(project, [
    ...['migrate:make', 'numbers', '--replay', '--at-once', '--drop', 'public.users.gone'],
    ...['--rename', 'public.users.one:public.users.uno,public.users.two:public.users.due'],
  ]);
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout.split('[rename-column-breaks-readers]')).toHaveLength(2);
  expect(made.stdout).toMatch(/dangerous numbers: .*\bone\b.*\n {2}and .*\btwo\b/);
  expect(made.stdout).toMatch(/\n {4}1 of \d: /);
  expect(made.stdout).not.toMatch(/export async function|knex\.raw/);
  expect(made.stdout).toContain('shown by npx keelson migrate:prove\n');
  expect(made.stdout).toMatch(/fix: leave --at-once out: .*\n {2}\[index-blocks-writes\]/);
  // How many rows it will be in the database nobody knows.
  expect(made.stdout).toMatch(
    /does not come back: public\.users: gone changed in \d+ rows of \d+ \(of the rows that were made up to try it\)\n/,
  );
  const proven = await run(project, ['migrate:prove']);
  expect(proven.stdout).toMatch(/export async function[^]*\[rename-column-breaks-readers\]/);
});

test('an up that does not work on all rows that were made up says so, since a deploy may meet such ones', async () => {
  using project = makeProject({
    'migrations/20260101000000_users.ts': `
      import type { Knex } from 'knex';
      export async function up(knex: Knex): Promise<void> {
        await knex.raw('create table users (id integer primary key, age integer)');
      }
      export async function down(knex: Knex): Promise<void> {
        await knex.raw('drop table users');
      }`,
    'src/db/schema.ts': `
      import { sql } from 'drizzle-orm';
      import { check, integer, pgTable } from 'drizzle-orm/pg-core';
      export const users = pgTable('users', { id: integer('id').primaryKey(), age: integer('age') },
        (table) => [check('users_young', sql\`\${table.age} < 100\`)]);`,
  });
  const made = await run(project, ['migrate:make', 'young', '--replay']);
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout).toMatch(
    /\nnote: young_validate: its up worked on ordinary rows only; on others the server said: .*users_young/,
  );
});

test('a value of an enum that goes is counted, and kept from being proven until it is decided what rows get', async () => {
  using project = makeProject({
    'migrations/20260101000000_moods.ts': `
      import type { Knex } from 'knex';
      export async function up(knex: Knex): Promise<void> {
        await knex.raw("create type mood as enum ('happy', 'sad', 'angry')");
        await knex.raw('create table days (id integer primary key, mood mood not null)');
      }
      export async function down(knex: Knex): Promise<void> {
        await knex.raw('drop table days');
        await knex.raw('drop type mood');
      }`,
    'src/db/schema.ts': `
      import { integer, pgEnum, pgTable } from 'drizzle-orm/pg-core';
      export const mood = pgEnum('mood', ['happy', 'sad']);
      export const days = pgTable('days', { id: integer('id').primaryKey(), mood: mood('mood').notNull() });`,
  });
  await using database = await createTestDatabase({ migrate: false });
  await run(project, ['migrate'], database);
  await query(database, `insert into days values (1, 'angry'), (2, 'sad'), (3, 'angry')`);

  const refused = await run(project, ['push'], database);
  expect(problemCode(refused)).toBe('push/destroys');
  expect(refused.stderr).toContain('  value public.mood angry, 2 rows\n');
  const decision = `what public.days.mood is in the rows that hold 'angry', which goes: 'happy' only stands for it`;
  expect(refused.stderr).toContain(`  ${decision}\n`);

  const made = await run(project, ['migrate:make', 'calm', '--accept'], database);
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout).toMatch(/^made migrations\/\d{14}_calm\.ts\n/);
  expect(made.stdout).toContain('destroys value public.mood angry, 2 rows\n');
  expect(made.stdout).toContain(`decide ${decision}\n`);
  expect(made.stdout).toMatch(/does not come back: public\.days: mood changed in /);
  expect(existsSync(path.join(project.folder, 'migrations', 'proofs.json'))).toBe(false);

  // Somebody looks at it, decides, and has it proven.
  const file = path.join(project.folder, 'migrations', migrations(project)[0] ?? '');
  expect(readFileSync(file, 'utf8')).toContain(`// Decide ${decision}.`);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/then 'happy'/i, "then 'sad'"));
  const proven = await run(project, ['migrate:prove', '--accept']);
  expect(proven).toMatchObject({ code: 0 });
  expect(await run(project, ['migrate'], database)).toMatchObject({ code: 0 });
  expect(await query(database, 'select mood::text, count(*)::int from days group by mood')).toEqual([
    { mood: 'sad', count: 3 },
  ]);
});
