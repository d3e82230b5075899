import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Client } from 'pg';
import { createTestDatabase, startTestServer } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode, ROOT } from './keelson.ts';
import { makeProject } from './project.ts';

jest.setTimeout(180_000);

const SCHEMA = `
  import { integer, pgTable, text } from 'drizzle-orm/pg-core';
  export const boats = pgTable('boats', {
    id: integer().primaryKey(),
    name: text().notNull(),
  });`;
const BOATS = 'create table boats (id integer primary key, name text not null)';

let database: TestDatabase;
let client: Client;
let env: Record<string, string>;

beforeEach(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  // Without a server for it `--replay` would start one in the folder of the project.
  env = { DATABASE_URL: database.url, TEST_DATABASE_URL: (await startTestServer()).url };
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

describe('--replay', () => {
  const FILES = {
    'schema.ts': SCHEMA,
    'migrations/1_boats.ts': `
      export async function up(knex) {
        await knex.raw(${JSON.stringify(BOATS)});
        await knex.raw("create function knots(integer) returns integer language sql as 'select $1'");
      }
      export async function down(knex) { await knex.raw('drop table boats; drop function knots(integer)'); }`,
  };

  test('finds what was done by hand and Drizzle cannot say', async () => {
    using project = makeProject(FILES);
    expect(await keelson(['migrate'], { cwd: project.folder, env })).toMatchObject({ code: 0 });
    const clean = await keelson(['check', '--replay'], { cwd: project.folder, env });
    expect(clean).toMatchObject({ code: 0 });

    await client.query(`
      create or replace function knots(integer) returns integer language sql as 'select $1 + 1';
      comment on table boats is 'by hand';
      grant select on boats to public;`);
    const changed = await keelson(['check', '--replay', '--format', 'json'], { cwd: project.folder, env });
    expect(changed.code).toBe(1);
    const { differences } = JSON.parse(changed.stdout) as { differences: { code: string; object: string }[] };
    expect(differences.map(({ code, object }) => `${code} ${object}`).sort()).toEqual([
      'replay/function/body public.knots(integer)',
      'replay/table/comment public.boats',
      'replay/table/grants public.boats',
    ]);
    const text = await keelson(['check', '--replay'], { cwd: project.folder, env });
    // In words, and as what the migrations say: the schema says nothing of it.
    expect(text.stdout).toMatch(/^ +migrated +no comment\n +live +comment by hand$/m);
    expect(text.stdout).not.toMatch(/declared|not judged|null|\["/);
  });

  test('only applied migrations count, and all of them must be on disk', async () => {
    using project = makeProject(FILES);
    await keelson(['migrate'], { cwd: project.folder, env });
    project.write('migrations/2_later.ts', FILES['migrations/1_boats.ts'].replaceAll('boats', 'ships'));
    expect(await keelson(['check', '--replay'], { cwd: project.folder, env })).toMatchObject({ code: 0 });
    await client.query(`insert into knex_migrations (name, batch) values ('0_lost', 1)`);
    const lost = await keelson(['check', '--replay'], { cwd: project.folder, env });
    expect([lost.code, problemCode(lost)]).toEqual([2, 'cli/replay-missing-files']);
  });
});

test('--watch looks again when a file or the database changes', async () => {
  using project = makeProject({ 'src/schema.ts': SCHEMA });
  await client.query(BOATS);
  const child = spawn(
    process.execPath,
    ['--import', `file://${require.resolve('tsx')}`, path.join(ROOT, 'src/cli/main.ts'), 'check', '--watch'],
    { cwd: project.folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const said = listenTo(child);
  try {
    await said('agree: ');
    await client.query('alter table boats add length integer');
    await said('[column/undeclared]');
    project.write('src/schema.ts', SCHEMA.replace('name: text()', 'length: integer(), name: text()'));
    await said('agree: ');
  } finally {
    child.kill('SIGINT');
    await once(child, 'exit');
  }
});

test('--watch sees every save of an editor that writes a new file and renames it, and new folders', async () => {
  using project = makeProject({
    'src/schema/index.ts': `export * from './boats';`,
    'src/schema/boats.ts': SCHEMA,
  });
  await client.query(BOATS);
  const child = spawn(
    process.execPath,
    [
      ...['--import', `file://${require.resolve('tsx')}`, path.join(ROOT, 'src/cli/main.ts')],
      ...['check', '--watch', '--schema', 'src/schema'],
    ],
    { cwd: project.folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const said = listenTo(child);
  const save = (file: string, text: string): void => {
    project.write(`${file}.tmp`, text);
    renameSync(path.join(project.folder, `${file}.tmp`), path.join(project.folder, file));
  };
  try {
    await said('agree: ');
    for (let turn = 0; turn < 3; turn += 1) {
      save('src/schema/boats.ts', SCHEMA.replace('.notNull()', ''));
      await said('[column/nullable]');
      save('src/schema/boats.ts', SCHEMA);
      await said('agree: ');
    }
    project.write('src/schema/more/crews.ts', SCHEMA.replaceAll('boats', 'crews'));
    save('src/schema/index.ts', `export * from './boats'; export * from './more/crews';`);
    await said('[table/missing]');
    save('src/schema/more/crews.ts', 'export {};');
    await said('agree: ');
  } finally {
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
  }
});

/** Waits until a command has said something; what it said up to then is forgotten. Nothing that it says is missed. */
function listenTo({ stdout }: ChildProcess & { readonly stdout: Readable }): (text: string) => Promise<void> {
  let heard = '';
  stdout.setEncoding('utf8').on('data', (text: string) => (heard += text));
  return async (text) => {
    while (!heard.includes(text)) await once(stdout, 'data');
    heard = '';
  };
}
