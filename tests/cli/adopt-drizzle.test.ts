import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { firstOf, generate, inFolders, sqlFiles } from '../migrations/from-drizzle/generated.ts';
import type { Generated } from '../migrations/from-drizzle/generated.ts';
import { applyByDrizzle } from '../migrations/from-drizzle/migrator.ts';
import { STEPS } from '../migrations/from-drizzle/schemas.ts';
import { keelson, problemCode, ROOT } from './keelson.ts';
import type { Outcome } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';
import type { Project } from './project.ts';
import { query } from './role.ts';

/** The command is not told of the tests' server by the environment. */
let server: TestDatabase;
let generated: Generated;
beforeAll(async () => {
  server = await createTestDatabase({ migrate: false });
  generated = await generate();
});
afterAll(async () => {
  generated[Symbol.dispose]();
  await server.drop();
});

const KNEXFILE = `
import { MigrationFolder } from '${ROOT}/src/migrations/migration-folder.ts';
export default {
  client: 'pg', connection: process.env.DATABASE_URL,
  migrations: { migrationSource: new MigrationFolder('./migrations'), schemaName: 'public' },
}`;

type Layout = 'journal' | 'folders';

interface Scene extends AsyncDisposable {
  readonly project: Project;
  readonly database: TestDatabase;
  readonly folder: string;
  adopt(...words: readonly string[]): Promise<Outcome>;
  call(...words: readonly string[]): Promise<Outcome>;
  files(): readonly string[];
}

/** A project with drizzle-kit's folder and a database, to which Drizzle has applied some of it. */
async function scene({
  has = STEPS.length,
  applied,
  layout = 'journal',
}: {
  /** How many migrations the folder has. */
  readonly has?: number;
  readonly applied: number;
  readonly layout?: Layout;
}): Promise<Scene> {
  const project = makeProject({}, { knexfile: KNEXFILE });
  const folder = path.join(project.folder, 'drizzle');
  if (layout === 'journal') firstOf(generated.folder, folder, has);
  else inFolders(generated.folder, folder);
  const database = await createTestDatabase({ migrate: false });
  if (applied > 0)
    await applyByDrizzle(database, layout, firstOf(folder, path.join(project.folder, 'first'), applied));
  const call = async (...words: readonly string[]): Promise<Outcome> =>
    keelson(words, { cwd: project.folder, env: { DATABASE_URL: database.url } });
  return {
    project,
    database,
    folder,
    call,
    adopt: async (...words) => call('adopt', 'drizzle', './drizzle', '--server', server.url, ...words),
    files: () => {
      const place = path.join(project.folder, 'migrations');
      return existsSync(place) ? readdirSync(place).sort() : [];
    },
    [Symbol.asyncDispose]: async () => {
      project[Symbol.dispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** What stock Knex says is applied and pending. */
function stockStatus({ project, database }: Scene): string {
  const knex = spawnSync(process.execPath, [require.resolve('knex/bin/cli.js'), 'migrate:status'], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: database.url },
  });
  expect(knex.stderr).toBe('');
  return knex.stdout;
}

test('a database with all of it applied is taken over, with a way back', async () => {
  await using set = await scene({ applied: STEPS.length });
  await query(set.database.url, `insert into users (full_name, email) values ('Ann', 'a@b.c')`);
  const adopted = await set.adopt();
  expect(adopted).toMatchObject({ code: 0 });
  expect(adopted.stdout).toContain('8 migrations recorded as applied on ');
  expect(adopted.stdout).not.toMatch(/pending|irreversible|dangerous/);
  expect(adopted.stdout).toMatch(/^wrote migrations\/\d{14}_begin\.ts, proven$/m);
  expect(adopted.stdout).toMatch(/^wrote migrations\/\d{14}_rename_the_name\.ts, proven$/m);
  expect(adopted.stdout).toContain(
    'delete ./drizzle, and in each database: drop table "drizzle"."__drizzle_migrations"; drop schema "drizzle"\n',
  );
  expect(set.files()).toHaveLength(STEPS.length + 1);
  const proofs = readFileSync(path.join(set.project.folder, 'migrations', 'proofs.json'), 'utf8');
  expect(Object.keys(JSON.parse(proofs) as object)).toHaveLength(STEPS.length);
  expect((await set.call('migrate:prove', '--check')).code).toBe(0);
  // Nothing of Drizzle's is gone.
  expect(await query(set.database.url, 'select * from drizzle.__drizzle_migrations')).toHaveLength(8);

  expect(stockStatus(set)).toContain('No Pending Migration files Found');
  expect((await set.call('migrate')).stdout).toContain('nothing to do');
  expect((await set.adopt()).stdout).toMatch(/^nothing to adopt: .* has a history of 8 migrations/);
  // Back over the last two, and there again.
  const third = set.files().filter((file) => file.endsWith('.ts'))[5] ?? '';
  const back = await set.call('migrate:rollback', '--to', third.replace('.ts', ''));
  expect(back).toMatchObject({ code: 0 });
  expect(back.stdout).toContain('2 migrations rolled back');
  expect(await query(set.database.url, 'select full_name, draft from users left join posts on true')).toEqual(
    [{ full_name: 'Ann', draft: null }],
  );
  expect((await set.call('migrate')).stdout).toContain('2 migrations applied');
  expect(await set.call('check', '--schema', generated.schema)).toMatchObject({ code: 0 });
}, 240_000);

test('what Drizzle has not applied is pending, and Knex applies it (the folders of drizzle-kit 1.0)', async () => {
  await using set = await scene({ applied: 5, layout: 'folders' });
  const adopted = await set.adopt();
  expect(adopted).toMatchObject({ code: 0 });
  expect(adopted.stdout).toContain('5 migrations recorded as applied on ');
  expect(adopted.stdout).toContain('3 migrations pending there: npx keelson migrate');
  // What is still to be applied may do harm: that is said, and its proof not kept.
  expect(adopted.stdout).toMatch(/^dangerous \d{14}_gone: .* \[drop-column-breaks-readers\]$/m);
  expect(adopted.stdout).toMatch(/^wrote migrations\/\d{14}_gone\.ts$/m);
  expect(stockStatus(set)).toContain('Found 5 Completed Migration file/files.');
  expect(stockStatus(set)).toContain('Found 3 Pending Migration file/files.');
  expect((await set.call('migrate')).stdout).toContain('3 migrations applied');
  expect(await set.call('check', '--schema', generated.schema)).toMatchObject({ code: 0 });
  const back = await set.call('migrate:rollback');
  expect(back).toMatchObject({ code: 0 });
  expect(back.stdout).toContain('3 migrations rolled back');
  expect(await set.call('check', '--schema', generated.schema)).toMatchObject({ code: 1 });
  expect((await set.call('migrate')).stdout).toContain('3 migrations applied');
}, 240_000);

test('the files alone; then a database that is new, and one that has them applied, as a table of another name says', async () => {
  await using set = await scene({ has: 3, applied: 0 });
  const noDatabase = { cwd: set.project.folder };
  const only = await keelson(['adopt', 'drizzle', '--server', server.url, '--files-only'], noDatabase);
  expect(only).toMatchObject({ code: 0 });
  expect(only.stdout).not.toContain('recorded as applied');
  const written = set.files();
  expect(written).toHaveLength(3 + 1);
  expect((await set.adopt('--files-only')).stdout).toContain('the migrations are written already');
  expect((await set.call('migrate')).stdout).toContain('3 migrations applied');
  expect((await set.call('migrate:rollback')).stdout).toContain('3 migrations rolled back');

  await using other = await createTestDatabase({ migrate: false });
  await applyByDrizzle(other, 'journal', set.folder, { migrationsSchema: 'public', migrationsTable: 'done' });
  const untold = await set.adopt('--url', other.url);
  expect(problemCode(untold)).toBe('cli/adopt-drizzle-no-table');
  const told = await set.adopt('--url', other.url, '--dry-run', '--table', 'public.done');
  expect(told.stdout).toContain('3 migrations would be recorded as applied');
  expect(told.stdout).toContain('nothing has been written or recorded');
  expect(await query(other.url, `select to_regclass('public.knex_migrations') as there`)).toEqual([
    { there: null },
  ]);
  set.project.write(
    'drizzle.config.ts',
    `export default { dialect: 'postgresql', out: './drizzle', migrations: { schema: 'public', table: 'done' } };`,
  );
  const configured = await set.call('adopt', 'drizzle', '--server', server.url, '--url', other.url);
  expect(configured).toMatchObject({ code: 0 });
  expect(configured.stdout).toContain('3 migrations recorded as applied on ');
  expect(configured.stdout).toContain('drop table "public"."done"\n');
  expect(set.files()).toEqual(written);
}, 240_000);

test('what differs or cannot be applied is said, and nothing is written; older migrations of Knex come first', async () => {
  await using set = await scene({ has: 2, applied: 2 });
  const [first = '', second = ''] = sqlFiles(set.folder).map((file) => path.join(set.folder, file));
  set.project.write('migrations/20010101000000_boats.ts', tableMigration('boats'));
  set.project.write('migrations/99990101000000_oars.ts', tableMigration('oars'));
  const late = await set.adopt();
  expect(problemCode(late)).toBe('migrations/drizzle-in-the-way');
  expect(late.stderr).toContain('99990101000000_oars');
  rmSync(path.join(set.project.folder, 'migrations/99990101000000_oars.ts'));

  await query(set.database.url, 'create table boats (id int); alter table posts add by_hand int');
  // Line ends are git's affair.
  writeFileSync(second, readFileSync(second, 'utf8').replaceAll('\n', '\r\n'));
  writeFileSync(first, `-- a remark\n${readFileSync(first, 'utf8')}`);
  const drifted = await set.adopt();
  expect(drifted.code).toBe(1);
  expect(problemCode(drifted)).toBe('cli/adopt-differs');
  expect(drifted.stdout).toContain('public.posts.by_hand');
  expect(drifted.stdout).not.toContain('drizzle');
  expect(drifted.stderr).toContain(
    'note: drizzle/0000_begin.sql is not the text that was applied: it was changed since',
  );
  expect(drifted.stderr).not.toContain('0001_posts.sql');
  const meant = await set.adopt('--unverified', '--dry-run');
  expect(meant).toMatchObject({ code: 0 });
  expect(meant.stdout).toMatch(/^would write migrations\/\d{14}_begin\.ts$/m);
  expect(meant.stdout).toContain('2 migrations would be recorded as applied');

  const text = readFileSync(second, 'utf8');
  appendFileSync(second, '--> statement-breakpoint\nCREATE INDEX "x" ON "ships" ("id");');
  const broken = await set.adopt();
  expect(broken.code).toBe(1);
  expect(problemCode(broken)).toBe('migrations/drizzle-not-applied');
  expect(broken.stderr).toContain('drizzle/0001_posts.sql');
  expect(broken.stderr).toContain(
    '  CREATE INDEX "x" ON "ships" ("id")\nrelation "ships" does not exist (42P01)\n',
  );
  writeFileSync(second, text);
  expect(set.files()).toEqual(['20010101000000_boats.ts']);

  await query(set.database.url, 'alter table posts drop by_hand');
  expect(await set.adopt()).toMatchObject({ code: 0 });
  expect((await set.call('migrate:status')).stdout).toContain('3 applied, 0 pending');
  // What drizzle-kit makes later has no place.
  const last = set.files().find((file) => file.endsWith('_posts.ts')) ?? '';
  rmSync(path.join(set.project.folder, 'migrations', last));
  expect(problemCode(await set.adopt())).toBe('migrations/drizzle-in-the-way');
}, 240_000);

test('a database with a history of Knex is refused, and so are wrong words and a folder without a knexfile', async () => {
  await using set = await scene({ has: 2, applied: 2 });
  set.project.write('migrations/20010101000000_boats.ts', tableMigration('boats'));
  expect((await set.call('migrate')).code).toBe(0);
  expect(problemCode(await set.adopt())).toBe('migrations/has-history');
  for (const words of [
    ['adopt', 'prisma'],
    ['adopt', 'drizzle', './drizzle', '--through', 'x'],
    ['adopt', '--files-only'],
    ['adopt', 'drizzle', './drizzle', '--table', 'x'],
  ]) {
    const wrong = await set.call(...words);
    expect(problemCode(wrong)).toBe('cli/usage');
    expect(wrong.code).toBe(2);
  }
  rmSync(path.join(set.project.folder, 'knexfile.ts'));
  const bare = await set.adopt();
  expect(problemCode(bare)).toBe('migrations/no-knexfile');
  expect(bare.stderr).toContain("new MigrationFolder('./migrations')");
});
