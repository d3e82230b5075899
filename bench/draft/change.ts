import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModule } from '../../src/load-module.ts';
import { draftMigration } from '../../src/migrations/index.ts';
import { formatted } from '../../src/migrations/draft/format.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { connectionUrl } from '../../src/postgres/connection-url.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { median, timed } from '../measure.ts';
import { print, progress, row } from './print.ts';

const ROOT = path.resolve(__dirname, '..', '..');
const COPIED = ['package.json', 'tsconfig.json', 'knexfile.ts', '.prettierrc.json', 'src', 'knex'];
const NAME = 'add_nickname';
/** Where a column is added. */
const TABLE = path.join('src', 'lib', 'db', 'schema', 'users.ts');
const BEFORE = `    name: text('name'),\n`;
const AFTER = `${BEFORE}    nickname: text('nickname'),\n`;

/** A checkout in which a column was added to our own schema: how long it takes until its migration is there, proven. */
export async function measureChange(rounds: number): Promise<void> {
  progress('a change in our own schema');
  const folder = checkout();
  try {
    // Makes the server for tests and its template, so that all that follows finds them warm.
    await using database = await createTestDatabase();
    print('\na column more in our own schema: from the change to the proven file, goal 3,000 ms');
    measureCommands(folder, database, rounds);
    await measureInProcess(folder, database, rounds);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checkout(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-bench-'));
  for (const entry of COPIED) cpSync(path.join(ROOT, entry), path.join(folder, entry), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const table = path.join(folder, TABLE);
  const code = readFileSync(table, 'utf8');
  if (!code.includes(BEFORE)) throw new Error(`${TABLE} has no column behind which one could be added`);
  writeFileSync(table, code.replace(BEFORE, AFTER));
  return folder;
}

/** The commands as a person runs them, each in a process of its own, in turns. */
function measureCommands(cwd: string, { settings, url }: TestDatabase, rounds: number): void {
  const server = connectionUrl(withSettings(settings, { database: 'postgres' }));
  const env = { NODE_ENV: 'development', DATABASE_URL: url, TEST_DATABASE_URL: server };
  const fromSource = [process.execPath, '--import', 'tsx', 'src/cli/main.ts', 'migrate:make'] as const;
  const installed = [process.execPath, builtCommand(), 'migrate:make'] as const;
  const migrations = path.join(cwd, 'knex', 'migrations');
  const proofs = path.join(migrations, 'proofs.json');
  const known = readFileSync(proofs, 'utf8');
  const commands: Readonly<Record<string, readonly [string, ...string[]]>> = {
    'keelson migrate:make --help, which does nothing': [...installed, '--help'],
    'keelson migrate:make, beside the database': [...installed, NAME],
    'keelson migrate:make --replay': [...installed, NAME, '--replay'],
    'from source, by tsx, --help': [...fromSource, '--help'],
    'from source, by tsx, beside the database': [...fromSource, NAME],
  };
  const times: Record<string, number[]> = {};
  // The first one of each finds cold caches.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [what, command] of Object.entries(commands)) {
      const { milliseconds } = timed(command, { cwd, env });
      if (round > 0) (times[what] ??= []).push(milliseconds);
      if (command.includes(NAME)) takeAway(migrations);
      writeFileSync(proofs, known);
    }
  }
  for (const [what, all] of Object.entries(times)) row(what, median(all));
}

/** The command as the package brings it: whoever installed it does not compile it with every call. */
function builtCommand(): string {
  progress('building the package');
  timed(['npm', 'run', 'build'], { cwd: ROOT });
  return path.join(ROOT, 'dist', 'cjs', 'src', 'cli', 'main.js');
}

function takeAway(folder: string): void {
  const written = readdirSync(folder).filter((name) => name.endsWith(`_${NAME}.ts`));
  if (written.length !== 1) throw new Error(`one file was to be written, not ${written.length}`);
  written.forEach((name) => {
    rmSync(path.join(folder, name));
  });
}

/** The same without a process of its own, and where the time goes. */
async function measureInProcess(folder: string, { settings }: TestDatabase, rounds: number): Promise<void> {
  const schema = await loadModule(path.join(folder, 'src', 'lib', 'db', 'schema', 'index.ts'), {
    code: 'bench/schema',
  });
  const directory = path.join(folder, 'knex', 'migrations');
  const config = { client: 'pg', migrations: { directory, extension: 'ts', schemaName: 'public' } };
  const times: Record<'all' | 'proof' | 'prettier', number[]> = { all: [], proof: [], prettier: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    let proving = start;
    const { file, proof } = await draftMigration({
      ...{ schema, config, name: NAME, connection: settings, server: settings },
      onStep: (step) => {
        if (step === 'proving it') proving = performance.now();
      },
    });
    const end = performance.now();
    if (proof === undefined) throw new Error('it was to be proven');
    await formatted(file, path.join(directory, `${NAME}.ts`));
    if (round === 0) continue;
    times.all.push(end - start);
    times.proof.push(end - proving);
    times.prettier.push(performance.now() - end);
  }
  row('draftMigration in a process that runs already', median(times.all));
  row('  of which the proof', median(times.proof), share(median(times.proof), median(times.all)));
  row('  of which prettier', median(times.prettier), share(median(times.prettier), median(times.all)));
}

function share(part: number, all: number): string {
  return `${((100 * part) / all).toFixed(0)} %`;
}
