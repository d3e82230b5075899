// How long a newcomer waits. Run by `npm run bench:setup`; prints medians, asserts nothing.
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '../src/testing/index.ts';
import { median, timed } from './measure.ts';

const ROOT = path.resolve(__dirname, '..');
const ROUNDS = 7;
const SCRIPT = [process.execPath, '--import', 'tsx', 'src/cli/main.ts'] as const;

/** A checkout in which nothing has been run yet, with the dependencies of this one. */
function bareCheckout(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-bench-'));
  for (const entry of ['package.json', 'tsconfig.json', 'knexfile.ts', 'src', 'knex']) {
    cpSync(path.join(ROOT, entry), path.join(folder, entry), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

function measureSetup(): void {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const cwd = bareCheckout();
    const env = { NODE_ENV: 'development', DATABASE_URL: '', PGHOST: '', PGDATABASE: '', PGUSER: '' };
    try {
      const { milliseconds, stdout } = timed(['npm', 'run', '--silent', 'db:setup'], { cwd, env });
      const [, amount, unit] = /started in ([\d.]+) (ms|s)/.exec(stdout) ?? [];
      return { milliseconds, server: Number(amount) * (unit === 's' ? 1000 : 1) };
    } finally {
      timed([...SCRIPT, 'down'], { cwd, env });
      rmSync(cwd, { recursive: true });
    }
  });
  const whole = median(rounds.map(({ milliseconds }) => milliseconds));
  const server = median(rounds.map((round) => round.server));
  console.log(`npm run db:setup in a bare checkout, median of ${ROUNDS}: ${(whole / 1000).toFixed(2)} s`);
  console.log(`  of which the embedded server, initdb included: ${(server / 1000).toFixed(2)} s`);
}

async function measureMigrate(): Promise<void> {
  await using database = await createTestDatabase();
  const env = { NODE_ENV: 'development', DATABASE_URL: database.url };
  const knex = [process.execPath, require.resolve('knex/bin/cli.js'), 'migrate:latest'] as const;
  const ours: number[] = [];
  const stock: number[] = [];
  // One round of each first, so that both find warm caches.
  for (let round = 0; round <= ROUNDS * 3; round++) {
    const our = timed([...SCRIPT, 'migrate'], { cwd: ROOT, env }).milliseconds;
    const their = timed(knex, { cwd: ROOT, env }).milliseconds;
    if (round > 0) {
      ours.push(our);
      stock.push(their);
    }
  }
  const [our, their] = [median(ours), median(stock)];
  console.log(`db:migrate with nothing to do, median of ${ours.length}: ${Math.round(our)} ms`);
  console.log(`stock knex migrate:latest on the same database, in turns: ${Math.round(their)} ms`);
  console.log(`ratio: ${(our / their).toFixed(2)}`);
}

async function main(): Promise<void> {
  measureSetup();
  await measureMigrate();
}

void main();
