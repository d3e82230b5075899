import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { draftFromDrizzle } from '../../../src/migrations/from-drizzle/draft-from-drizzle.ts';
import { readDrizzleFolder } from '../../../src/migrations/from-drizzle/folder.ts';
import { namedForKnex } from '../../../src/migrations/from-drizzle/names.ts';
import { writeMigrations } from '../../../src/migrations/from-drizzle/write-migrations.ts';
import { migrate, rollback } from '../../../src/migrations/index.ts';
import { withClient } from '../../../src/postgres/client.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { handMade } from './hand-made.ts';
import type { HandMadeMigration } from './hand-made.ts';

let server: TestDatabase;
let folder: string;
beforeAll(async () => {
  server = await createTestDatabase({ migrate: false });
});
afterAll(async () => server.drop());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keelson-ways-back-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const configOf = (extension: string): object => ({
  client: 'pg',
  migrations: { directory: folder, extension, schemaName: 'public' },
});

interface Made {
  /** By the names of the migrations, what stands in their downs and before. */
  readonly texts: Readonly<Record<string, string>>;
  readonly remarks: Readonly<
    Record<string, { readonly irreversible?: string; readonly notes: readonly string[] }>
  >;
}

/** Makes Knex migrations of some and writes them. */
async function made(migrations: readonly HandMadeMigration[], extension = 'ts'): Promise<Made> {
  using drizzle = handMade(migrations);
  const config = configOf(extension);
  const proven = await draftFromDrizzle({
    migrations: namedForKnex(readDrizzleFolder(drizzle.folder).migrations),
    config,
    server: server.settings,
  });
  writeMigrations({ config, proven, accepted: new Set() });
  const plain = (name: string): string => name.replace(/^\d+_/, '').replace(/\..*$/, '');
  return {
    texts: Object.fromEntries(
      readdirSync(folder)
        .filter((file) => file.endsWith(extension))
        .map((file) => [plain(file), readFileSync(path.join(folder, file), 'utf8')]),
    ),
    remarks: Object.fromEntries([...proven.remarks].map(([name, said]) => [plain(name), said])),
  };
}

function downOf(text: string | undefined): string {
  return text?.split(/async function down/)[1] ?? '';
}

test('what was renamed or moved goes back as the same, and what needs each other goes in an order that works', async () => {
  const role = `${server.name}_reader`;
  const { texts, remarks } = await made([
    ['enum', `CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id int primary key, m mood default 'a');`],
    [
      'added and used',
      `ALTER TYPE mood ADD VALUE 'b';--> statement-breakpoint\nALTER TABLE t ALTER m SET DEFAULT 'b';`,
    ],
    ['concurrently', `CREATE INDEX CONCURRENTLY t_m ON t (m);`],
    [
      'swap',
      `ALTER TABLE t RENAME TO tt; CREATE TABLE t (id int); ALTER TABLE tt RENAME m TO x; ALTER TABLE tt ADD m text;`,
    ],
    ['move', `CREATE SCHEMA app;--> statement-breakpoint\nALTER TABLE tt SET SCHEMA app;`],
    [
      'role',
      `CREATE ROLE "${role}";--> statement-breakpoint\nGRANT SELECT ON t TO "${role}"; COMMENT ON TABLE t IS 'what''s it?';`,
    ],
    [
      'types',
      `CREATE TYPE pair AS (a int, b text); CREATE DOMAIN code AS text CHECK (length(value) > 1); CREATE TABLE u (p pair, c code);`,
    ],
    ['no types', `DROP TABLE u; DROP TYPE pair; DROP DOMAIN code;`],
    [
      'functions',
      `CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'select 1'; CREATE TABLE v (id int default one());
      CREATE FUNCTION of_v(v) RETURNS int LANGUAGE sql AS 'select $1.id'; CREATE VIEW w AS SELECT of_v(v) FROM v;`,
    ],
    ['no function', `ALTER TABLE v ALTER id DROP DEFAULT; DROP FUNCTION one();`],
    [
      'perhaps a role',
      `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}_too') THEN CREATE ROLE "${role}_too"; END IF; END $$;
      GRANT SELECT ON t TO "${role}_too";`,
    ],
    ['nothing', `-- only words`],
  ]);
  expect(remarks).toEqual({
    no_types: { notes: [expect.stringContaining('public.u: ') as string] },
    // It may be somebody else's too.
    perhaps_a_role: { notes: [expect.anything(), `  role ${role}_too is still there`] },
  });
  expect(downOf(texts.perhaps_a_role)).not.toContain('drop');
  expect(texts.added_and_used).toContain('export const config = { transaction: false };');
  expect(texts.concurrently).toContain('export const config = { transaction: false };');
  expect(texts.enum).not.toContain('transaction');
  expect(downOf(texts.swap)).toContain(`renameTable('tt', 't')`);
  expect(downOf(texts.swap)).toContain(`renameColumn('x', 'm')`);
  expect(downOf(texts.move)).toContain('alter table app.tt set schema public');
  expect(texts.role).toContain(`'what''s it\\\\?'`);
  expect(downOf(texts.role)).toContain(`drop role ${role}`);
  // A role is the server's, and nobody's once all was tried.
  expect(await rolesCalled(role, `${role}_too`)).toEqual([]);

  await using database = await createTestDatabase({ migrate: false });
  const { connection, config } = { connection: database.settings, config: configOf('ts') };
  try {
    const { applied } = await migrate({ config, connection });
    expect(applied).toHaveLength(12);
    const { rolledBack, differences } = await rollback({ config, connection });
    expect(rolledBack).toHaveLength(12);
    expect(differences?.filter(({ kind }) => kind !== 'role')).toEqual([]);
  } finally {
    await withClient(connection, async (client) =>
      client.query(`drop role if exists "${role}", "${role}_too"`),
    );
  }
}, 120_000);

test('what a down cannot bring back is said in its file, and what has no down says why', async () => {
  const { texts, remarks } = await made(
    [
      ['begin', `CREATE TABLE a (id int primary key, b text);`],
      ['rows', `INSERT INTO a VALUES (-1000, 'a?b');`],
      ['column', `ALTER TABLE a DROP COLUMN b;`],
      ['emptied', `TRUNCATE a;`],
    ],
    'js',
  );
  expect(Object.keys(remarks).sort()).toEqual(['column', 'emptied', 'rows']);
  expect(texts.begin).toContain('exports.up = async function up(knex) {');
  expect(texts.rows).toContain('exports.irreversible = `what it writes stays when it is taken back');
  expect(texts.rows).toContain('duplicate key value violates unique constraint');
  expect(texts.rows).toContain(`VALUES (-1000, 'a\\\\?b')`);
  expect(downOf(texts.rows)).toContain('throw new Error(exports.irreversible)');
  expect(texts.column).toMatch(/^\/\/ Its down does not bring back, .*public\.a: b changed/m);
  expect(downOf(texts.column)).toContain(`table.text('b')`);
  expect(texts.emptied).toMatch(/^\/\/ Its down does not bring back, .*public\.a: /m);

  await using database = await createTestDatabase({ migrate: false });
  const { connection, config } = { connection: database.settings, config: configOf('js') };
  await migrate({ config, connection });
  await expect(rollback({ config, connection })).rejects.toMatchObject({ code: 'migrations/irreversible' });
}, 120_000);

test('what cannot be a migration of Knex is refused with its file, and nothing is written', async () => {
  await expect(made([['own', 'BEGIN; CREATE TABLE a (id int); COMMIT;']])).rejects.toMatchObject({
    code: 'migrations/drizzle-not-proven',
    message: expect.stringMatching(
      /0000_own\.sql cannot be tried out .*:\n.* of 2025\d+_own\.ts ended/,
    ) as string,
  });
  const role = `${server.name}_there`;
  await withClient(server.settings, async (client) => {
    await client.query(`create role "${role}"`);
    try {
      await expect(made([['role', `CREATE ROLE "${role}"`]])).rejects.toMatchObject({
        code: 'migrations/drizzle-role-exists',
      });
    } finally {
      await client.query(`drop role "${role}"`);
    }
  });
  expect(readdirSync(folder)).toEqual([]);
}, 120_000);

async function rolesCalled(...names: readonly string[]): Promise<readonly unknown[]> {
  return await withClient(server.settings, async (client) => {
    const { rows } = await client.query('select rolname from pg_roles where rolname = any ($1) order by 1', [
      names,
    ]);
    return rows as unknown[];
  });
}
