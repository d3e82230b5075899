import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import type { Outcome } from './keelson.ts';
import { makeProject } from './project.ts';
import type { Project } from './project.ts';

jest.setTimeout(180_000);

const BOATS = `
  create table harbours (id integer primary key, name text not null);
  create table boats (id integer primary key, harbour_id integer references harbours, name text not null);`;
const SCHEMA = `
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const harbours = pgTable('harbours', { id: integer().primaryKey(), name: text().notNull() });
export const boats = pgTable('boats', {
  id: integer().primaryKey(),
  harbourId: integer('harbour_id').references(() => harbours.id),
  name: text().notNull(),
});
`;

let database: TestDatabase;
let client: Client;

beforeEach(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

async function pull({ folder }: Project, ...words: readonly string[]): Promise<Outcome> {
  return await keelson(['pull', ...words], { cwd: folder, env: { DATABASE_URL: database.url } });
}

describe('a whole schema', () => {
  test('is written, loaded and agrees; what is there is replaced only by force', async () => {
    await client.query(BOATS);
    using project = makeProject();
    const first = await pull(project, '--out', 'src/db/schema');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^wrote 4 files to src\/db\/schema\nagree: /);
    const files = (): string[] => readdirSync(path.join(project.folder, 'src/db/schema')).sort();
    expect(files()).toEqual(['boats.ts', 'harbours.ts', 'index.ts', 'relations.ts']);
    // Whoever checks next finds it in its place.
    const check = await keelson(['check'], { cwd: project.folder, env: { DATABASE_URL: database.url } });
    expect(check).toMatchObject({ code: 0 });

    project.write('src/db/schema/boats.ts', '// mine');
    project.write('src/db/schema/notes.md', 'notes');
    const refused = await pull(project, '--out', 'src/db/schema');
    expect(refused.code).toBe(1);
    expect(problemCode(refused)).toBe('cli/pull-in-the-way');
    expect(readFileSync(path.join(project.folder, 'src/db/schema/boats.ts'), 'utf8')).toBe('// mine');

    const forced = await pull(project, '--out', 'src/db/schema', '--force');
    expect(forced).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(project.folder, 'src/db/schema/boats.ts'), 'utf8')).toContain(
      'boats = pgTable(',
    );
    expect(files()).toEqual(['boats.ts', 'harbours.ts', 'index.ts', 'notes.md', 'relations.ts']);
  });

  test("is formatted as the project is, and by Drizzle's casing where that is told", async () => {
    await client.query(BOATS);
    using project = makeProject({
      '.prettierrc': '{ "semi": false, "tabWidth": 4 }',
      'tsconfig.json': '{ "compilerOptions": { "allowImportingTsExtensions": true } }',
      'drizzle.config.ts': `export default { dialect: 'postgresql', casing: 'snake_case' };`,
    });
    expect(await pull(project, '--out', 'db')).toMatchObject({ code: 0 });
    const boats = readFileSync(path.join(project.folder, 'db/boats.ts'), 'utf8');
    expect(boats).toContain(`import { harbours } from "./harbours.ts"\n`);
    expect(boats).toContain('\n        harbourId: integer(),\n');

    expect(
      await pull(project, '--out', 'plain', '--no-prettier', '--imports', 'js', '--casing', 'none'),
    ).toMatchObject({ code: 0 });
    const plain = readFileSync(path.join(project.folder, 'plain/boats.ts'), 'utf8');
    expect(plain).toContain(`import { harbours } from './harbours.js';\n`);
    expect(plain).toContain(`\n    harbourId: integer('harbour_id'),\n`);
  });

  test('of what Drizzle cannot declare says so, and does not agree', async () => {
    await client.query(`
      create table rows (id integer unique deferrable);
      create function touch() returns trigger language plpgsql as 'begin return new; end';
      create trigger rows_touch before insert on rows for each row execute function touch();`);
    using project = makeProject();
    const { code, stdout } = await pull(project, '--out', 'db');
    expect(code).toBe(1);
    expect(stdout).toContain('  1 × a trigger\n');
    expect(stdout).toContain('  1 × a constraint that can be deferred\n');
    expect(stdout).toContain('[unique/deferrable]');
    expect(stdout).toContain('differ: 1 difference');
  });

  test('is written whole or not at all', async () => {
    await client.query(BOATS);
    using project = makeProject({ 'db/boats.ts': '// mine' });
    // A folder that is not empty stands where a file has to go, after others.
    mkdirSync(path.join(project.folder, 'db/relations.ts/deep'), { recursive: true });
    const outcome = await pull(project, '--out', 'db');
    expect(problemCode(outcome)).toBe('cli/pull-in-the-way');
    project.write('file', 'x');
    expect(problemCode(await pull(project, '--out', 'file'))).toBe('cli/pull-not-written');
    expect(problemCode(await pull(project, '--out', 'file/deeper', '--force'))).toBe('cli/pull-not-written');
    const forced = await pull(project, '--out', 'db', '--force');
    expect(problemCode(forced)).toBe('cli/pull-not-written');
    expect(readdirSync(path.join(project.folder, 'db')).sort()).toEqual(['boats.ts', 'relations.ts']);
    expect(readFileSync(path.join(project.folder, 'db/boats.ts'), 'utf8')).toBe('// mine');
    expect(existsSync(path.join(project.folder, 'db/relations.ts/deep'))).toBe(true);
  });

  test('of nothing, or of a namespace that is not there, is none', async () => {
    using project = makeProject();
    expect(problemCode(await pull(project, '--out', 'db'))).toBe('parity/nothing-to-pull');
    expect(problemCode(await pull(project, '--out', 'db', '--schemas', 'shop'))).toBe(
      'parity/no-such-schema',
    );
    expect(existsSync(path.join(project.folder, 'db'))).toBe(false);
    expect(await pull(project, '--force')).toMatchObject({ code: 2 });
    expect(await pull(project, '--out', 'db', '--schema', 'x.ts')).toMatchObject({ code: 2 });
  });
});

describe('what is not declared', () => {
  test('is printed as code, in the file and at the table that it belongs to', async () => {
    await client.query(`${BOATS}
      alter table boats add length_in_metres numeric(8,2) not null default 1.5;
      create index boats_name on boats (name);
      create type rig as enum ('sloop', 'ketch');
      create table sails (id integer primary key, boat_id integer not null references boats, rig rig);
      alter table harbours alter name drop not null;`);
    using project = makeProject({
      'src/db/schema/all.ts': SCHEMA,
      'src/db/schema/index.ts': `export * from './all';`,
    });
    const { code, stdout } = await pull(project);
    expect(code).toBe(0);
    expect(stdout).toContain(`// src/db/schema/all.ts
import { index, numeric } from 'drizzle-orm/pg-core';

// into the columns of boats, src/db/schema/all.ts:5
lengthInMetres: numeric('length_in_metres', { precision: 8, scale: 2 }).notNull().default('1.5'),

// into what stands behind the columns of boats, src/db/schema/all.ts:5
index('boats_name').on(t.name),
`);
    expect(stdout).toContain(`// src/db/schema/sails.ts, which is new\n`);
    expect(stdout).toContain('// 1 difference is of another kind: npx keelson check\n');

    // Pasted, it is what it says.
    const file = stdout.slice(stdout.indexOf('// src/db/schema/sails.ts'), stdout.indexOf('// 1 difference'));
    project.write('src/db/schema/sails.ts', file);
    project.write('src/db/schema/index.ts', `export * from './all';\nexport * from './sails';`);
    const again = await pull(project);
    expect(again.stdout).toContain('lengthInMetres');
    expect(again.stdout).not.toContain('sails');
  });

  test('is nothing where all is', async () => {
    await client.query(BOATS);
    using project = makeProject({ 'src/db/schema.ts': SCHEMA });
    const { code, stdout } = await pull(project);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^nothing to declare: the schema has all that is in .* \(public\)\n$/);
  });

  test('goes into the one file of a schema that has one', async () => {
    await client.query(`${BOATS} create table sails (id integer primary key);`);
    using project = makeProject({ 'src/db/schema.ts': SCHEMA });
    const { stdout } = await pull(project);
    expect(stdout).toMatch(/^\/\/ src\/db\/schema\.ts\nexport const sails = pgTable\(/);
  });

  test('of our own project is by its namespace', async () => {
    await using migrated = await createTestDatabase();
    const own = new Client(migrated.url);
    await own.connect();
    await own.query(`create table auth.user_notes (id text primary key default auth.new_id(),
      user_id text not null references auth.users on delete cascade)`);
    await own.end();
    const { stdout } = await keelson(['pull'], { env: { DATABASE_URL: migrated.url } });
    expect(stdout).toContain(`// src/lib/db/schema/user-notes.ts, which is new
import { sql } from 'drizzle-orm';
import { foreignKey, text } from 'drizzle-orm/pg-core';
import { auth } from './namespace.ts';
import { users } from './users.ts';

export const userNotes = auth.table(
`);
  });
});
