import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { drizzle as drizzle1 } from 'drizzle-orm-1/node-postgres';
import { migrate as migrate1 } from 'drizzle-orm-1/node-postgres/migrator';
import { Pool } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { firstOf, generate, inFolders, journalOf } from '../migrations/from-drizzle/generated.ts';
import type { Generated } from '../migrations/from-drizzle/generated.ts';
import { STEPS } from '../migrations/from-drizzle/schemas.ts';
import { keelson, problemCode } from './keelson.ts';
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

const KNEXFILE = `export default {
  client: 'pg', connection: process.env.DATABASE_URL,
  migrations: { directory: './migrations', schemaName: 'public' },
}`;

interface Scene extends AsyncDisposable {
  readonly project: Project;
  readonly database: TestDatabase;
  readonly folder: string;
  adopt(...words: readonly string[]): Promise<Outcome>;
  call(...words: readonly string[]): Promise<Outcome>;
  files(): readonly string[];
}

/** A project with drizzle-kit's folder and a database, to which Drizzle has applied some of it. */
async function scene(
  applied: number,
  { layout = 'journal' }: { readonly layout?: 'journal' | 'folders' } = {},
): Promise<Scene> {
  const project = makeProject({}, { knexfile: KNEXFILE });
  const folder = path.join(project.folder, 'drizzle');
  if (layout === 'journal') firstOf(generated.folder, folder, STEPS.length);
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

/** Drizzle's own migrator. */
async function applyByDrizzle(
  { url }: TestDatabase,
  layout: 'journal' | 'folders',
  migrationsFolder: string,
): Promise<void> {
  const pool = new Pool({ connectionString: url });
  try {
    if (layout === 'journal') await migrate(drizzle(pool), { migrationsFolder });
    else await migrate1(drizzle1({ client: pool }), { migrationsFolder });
  } finally {
    await pool.end();
  }
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

test.each(['journal', 'folders'] as const)(
  'a database with all of it applied is taken over (%s)',
  async (layout) => {
    await using set = await scene(STEPS.length, { layout });
    await query(set.database.url, `insert into users (full_name, email) values ('Ann', 'a@b.c')`);
    const adopted = await set.adopt();
    expect(adopted).toMatchObject({ code: 0 });
    expect(adopted.stdout).toContain(`${STEPS.length} migrations recorded as applied on `);
    expect(adopted.stdout).not.toContain('pending');
    expect(adopted.stdout).not.toContain('irreversible');
    expect(adopted.stdout).toMatch(/^wrote migrations\/\d{14}_begin\.ts, proven$/m);
    expect(adopted.stdout).toMatch(/^wrote migrations\/\d{14}_rename_the_name\.ts, proven$/m);
    expect(adopted.stdout).toContain(
      'delete drizzle, and in each database: drop table "drizzle"."__drizzle_migrations"',
    );
    expect(set.files()).toHaveLength(STEPS.length + 1);
    const proofs = readFileSync(path.join(set.project.folder, 'migrations', 'proofs.json'), 'utf8');
    expect(Object.keys(JSON.parse(proofs) as object)).toHaveLength(STEPS.length);
    expect((await set.call('migrate:prove', '--check')).code).toBe(0);
    // Nothing of Drizzle's is gone.
    const rows = await query(set.database.url, 'select * from drizzle.__drizzle_migrations');
    expect(rows).toHaveLength(STEPS.length);

    expect((await set.call('migrate')).stdout).toContain('nothing to do');
    expect(stockStatus(set)).toContain('No Pending Migration files Found');
    expect((await set.adopt()).stdout).toMatch(/^nothing to adopt: .* has a history of 8 migrations/);
    // Back over the last two, and there again.
    const names = set.files().filter((file) => file.endsWith('.ts'));
    const third = names.at(-3)?.replace('.ts', '') ?? '';
    const back = await set.call('migrate:rollback', '--to', third);
    expect(back).toMatchObject({ code: 0 });
    expect(back.stdout).toContain('2 migrations rolled back');
    expect(
      await query(set.database.url, 'select full_name, draft from users left join posts on true'),
    ).toEqual([{ full_name: 'Ann', draft: null }]);
    expect((await set.call('migrate')).stdout).toContain('2 migrations applied');
    const checked = await set.call('check', '--schema', path.join(generated.project, 'schema.ts'));
    expect(checked).toMatchObject({ code: 0 });
  },
  240_000,
);

test('what Drizzle has not applied is pending, and Knex applies it', async () => {
  await using set = await scene(5);
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
  const schema = path.join(generated.project, 'schema.ts');
  expect(await set.call('check', '--schema', schema)).toMatchObject({ code: 0 });
  const back = await set.call('migrate:rollback');
  expect(back).toMatchObject({ code: 0 });
  expect(back.stdout).toContain('3 migrations rolled back');
  expect(await set.call('check', '--schema', schema)).toMatchObject({ code: 1 });
  expect((await set.call('migrate')).stdout).toContain('3 migrations applied');
  expect(await set.call('check', '--schema', schema)).toMatchObject({ code: 0 });
}, 240_000);

test('the files alone; then a database that is new, and one that has them applied', async () => {
  await using set = await scene(0);
  const only = await keelson(['adopt', 'drizzle', '--server', server.url, '--files-only'], {
    cwd: set.project.folder,
  });
  expect(only).toMatchObject({ code: 0 });
  expect(only.stdout).not.toContain('recorded as applied');
  expect(set.files()).toHaveLength(STEPS.length + 1);
  const again = await set.adopt('--files-only');
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toContain('the migrations are written already');
  expect((await set.call('migrate')).stdout).toContain('8 migrations applied');
  const schema = path.join(generated.project, 'schema.ts');
  expect(await set.call('check', '--schema', schema)).toMatchObject({ code: 0 });
  expect((await set.call('migrate:rollback')).stdout).toContain('8 migrations rolled back');

  await using other = await createTestDatabase({ migrate: false });
  await applyByDrizzle(other, 'journal', set.folder);
  const written = set.files();
  const taken = await set.adopt('--url', other.url);
  expect(taken).toMatchObject({ code: 0 });
  expect(taken.stdout).toContain('8 migrations recorded as applied on ');
  expect(set.files()).toEqual(written);
}, 240_000);

test('a dry run tries all of it, and writes and records nothing', async () => {
  await using set = await scene(3);
  const tried = await set.adopt('--dry-run');
  expect(tried).toMatchObject({ code: 0 });
  expect(tried.stdout).toMatch(/^would write \d{14}_begin\.ts$/m);
  expect(tried.stdout).toContain('3 migrations would be recorded as applied');
  expect(tried.stdout).toContain('nothing has been written or recorded');
  expect(set.files()).toEqual([]);
  expect(await query(set.database.url, `select to_regclass('public.knex_migrations') as there`)).toEqual([
    { there: null },
  ]);
}, 120_000);

test('a database that is not what its migrations make is not taken over, and nothing is written', async () => {
  await using set = await scene(STEPS.length);
  await query(set.database.url, 'alter table posts add by_hand int');
  const refused = await set.adopt();
  expect(refused.code).toBe(1);
  expect(problemCode(refused)).toBe('cli/adopt-differs');
  expect(refused.stdout).toContain('public.posts.by_hand');
  expect(refused.stdout).not.toContain('drizzle');
  expect(set.files()).toEqual([]);
  const all = await set.adopt('--unverified');
  expect(all).toMatchObject({ code: 0 });
  expect(all.stdout).toContain('8 migrations recorded as applied');
}, 180_000);

test('a file that was changed since is named; whether that matters the comparison says', async () => {
  await using set = await scene(STEPS.length);
  const { tag = '' } = journalOf(set.folder).entries[1] ?? {};
  const file = path.join(set.folder, `${tag}.sql`);
  const text = readFileSync(file, 'utf8');
  // Line ends are git's affair.
  writeFileSync(file, text.replaceAll('\n', '\r\n'));
  expect((await set.adopt('--dry-run')).stderr).not.toContain('was changed since');
  writeFileSync(file, `-- a remark\n${text}`);
  const harmless = await set.adopt('--dry-run');
  expect(harmless).toMatchObject({ code: 0 });
  expect(harmless.stderr).toContain(
    `note: drizzle/${tag}.sql is not the text that was applied: it was changed since`,
  );
  writeFileSync(file, `${text};ALTER TABLE posts ADD COLUMN more int`);
  const refused = await set.adopt();
  expect(problemCode(refused)).toBe('cli/adopt-differs');
  expect(refused.stdout).toContain('public.posts.more');
  expect(set.files()).toEqual([]);
}, 180_000);

test('what cannot be applied is said with its file and its statement, and nothing is written', async () => {
  await using set = await scene(2);
  const { tag = '' } = journalOf(set.folder).entries[5] ?? {};
  appendFileSync(
    path.join(set.folder, `${tag}.sql`),
    '--> statement-breakpoint\nCREATE INDEX "x" ON "boats" ("id");',
  );
  const refused = await set.adopt();
  expect(refused.code).toBe(1);
  expect(problemCode(refused)).toBe('migrations/drizzle-not-applied');
  expect(refused.stderr).toContain(`drizzle/${tag}.sql`);
  expect(refused.stderr).toContain('CREATE INDEX "x" ON "boats" ("id")');
  expect(refused.stderr).toContain('relation "boats" does not exist');
  expect(set.files()).toEqual([]);
}, 90_000);

test('migrations of Knex that are there: older ones come first, newer ones are in the way', async () => {
  await using set = await scene(0);
  set.project.write('migrations/20010101000000_boats.ts', tableMigration('boats'));
  await query(set.database.url, 'create table boats (id int)');
  await applyByDrizzle(set.database, 'journal', firstOf(set.folder, path.join(set.project.folder, 'few'), 2));
  set.project.write('migrations/99990101000000_oars.ts', tableMigration('oars'));
  const refused = await set.adopt();
  expect(problemCode(refused)).toBe('migrations/drizzle-in-the-way');
  expect(refused.stderr).toContain('99990101000000_oars');
  rmSync(path.join(set.project.folder, 'migrations/99990101000000_oars.ts'));
  const adopted = await set.adopt();
  expect(adopted).toMatchObject({ code: 0 });
  expect((await set.call('migrate:status')).stdout).toContain('3 applied, 6 pending');
  // What drizzle-kit makes later has no place.
  rmSync(
    path.join(
      set.project.folder,
      'migrations',
      set
        .files()
        .filter((file) => file.endsWith('.ts'))
        .at(-1) ?? '',
    ),
  );
  expect(problemCode(await set.adopt())).toBe('migrations/drizzle-in-the-way');
}, 180_000);

test('where Drizzle keeps what is applied is said by its configuration, or on the command line', async () => {
  await using set = await scene(0);
  const pool = new Pool({ connectionString: set.database.url });
  await migrate(drizzle(pool), {
    migrationsFolder: set.folder,
    migrationsSchema: 'public',
    migrationsTable: 'done',
  });
  await pool.end();
  expect(problemCode(await set.adopt('--dry-run'))).toBe('cli/adopt-drizzle-no-table');
  const said = await set.adopt('--dry-run', '--table', 'public.done');
  expect(said.stdout).toContain('8 migrations would be recorded');
  set.project.write(
    'drizzle.config.ts',
    `export default { dialect: 'postgresql', out: './drizzle', migrations: { schema: 'public', table: 'done' } };`,
  );
  const configured = await set.call('adopt', 'drizzle', '--server', server.url);
  expect(configured).toMatchObject({ code: 0 });
  expect(configured.stdout).toContain('8 migrations recorded');
  expect(configured.stdout).toContain('drop table "public"."done"');
}, 180_000);

test('a database with a history of Knex is refused, and wrong words are too', async () => {
  await using set = await scene(2);
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
}, 60_000);
