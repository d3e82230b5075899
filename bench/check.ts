/*
 * What a verdict costs, beside peers on the same database: npx tsx bench/check.ts [tables...]
 * Wall-clock times of one machine in one run; the ratios say more than the milliseconds.
 */
import path from 'node:path';
import { Client } from 'pg';
import { checkParity } from '../src/parity/index.ts';
import { readDeclared } from '../src/parity/declared/read.ts';
import { renderSchema } from '../src/parity/render/index.ts';
import { createTestDatabase } from '../src/testing/index.ts';
import { bareRead } from './check/bare-read.ts';
import { bigSchema } from './check/big-schema.ts';
import { deltaOf, pushed } from './check/peers.ts';
import { median, timed } from './measure.ts';

const ROUNDS = 9;
const ROOT = path.resolve(__dirname, '..');

async function main(sizes: readonly number[]): Promise<void> {
  for (const size of sizes) await compareAt(size);
  await coldStart();
}

async function compareAt(size: number): Promise<void> {
  const schema = bigSchema(size);
  await using database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  try {
    const statements = renderSchema(readDeclared({ schema }).objects);
    // One transaction for all of them would hold more locks than a server has room for.
    for (let at = 0; at < statements.length; at += 500) {
      await client.query(statements.slice(at, at + 500).join(';\n'));
    }
    await client.query('vacuum analyze');
    const limit = await rounds(ROUNDS, async () => await bareRead(client));
    const before = process.memoryUsage().rss;
    const ours = await rounds(ROUNDS, async () => {
      const verdict = await checkParity({ schema, connection: client });
      if (!verdict.agrees) throw new Error('the schema does not agree with its own database');
      return verdict.compared.roundTrips;
    });
    print(`\n${size} tables, 10 columns, 4 indexes, a check and a foreign key each`);
    row('bare catalogue read', limit.milliseconds, limit.milliseconds);
    row('checkParity', ours.milliseconds, limit.milliseconds, `${ours.last} round trips`);
    print(
      `  memory: ${Math.round(process.memoryUsage().rss / 1e6)} MB, of which ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB since the first verdict`,
    );
    if (size <= 1000) await peers({ client, url: database.url }, schema, limit.milliseconds);
  } finally {
    await client.end();
  }
}

/** One round each: the slow one takes minutes. */
async function peers(
  database: { readonly client: Client; readonly url: string },
  schema: Record<string, unknown>,
  limit: number,
): Promise<void> {
  const statements = renderSchema(readDeclared({ schema }).objects);
  const contest: Readonly<Record<string, () => Promise<string>>> = {
    '@supabase/pg-delta': async () => await deltaOf(database.url, statements),
    'drizzle-kit pushSchema': async () => await pushed(database.client, schema),
  };
  for (const [name, compare] of Object.entries(contest)) {
    const { milliseconds, last } = await rounds(1, compare);
    row(name, milliseconds, limit, last);
  }
}

/** From nothing to the verdict on our own schema, beside Node with the same dependencies. */
async function coldStart(): Promise<void> {
  await using database = await createTestDatabase();
  const env = { DATABASE_URL: database.url };
  const node = ['--import', 'tsx'] as const;
  const dependencies = `require('pg'); require('drizzle-orm/pg-core'); require('zod'); require('dotenv');`;
  const idle = median(
    Array.from(
      { length: ROUNDS },
      () => timed([process.execPath, ...node, '-e', dependencies], { cwd: ROOT }).milliseconds,
    ),
  );
  const check = median(
    Array.from(
      { length: ROUNDS },
      () => timed([process.execPath, ...node, 'src/cli/main.ts', 'check'], { cwd: ROOT, env }).milliseconds,
    ),
  );
  print('\nour own schema, from a cold start');
  row('Node with the dependencies', idle, idle);
  row('db:check', check, idle);
}

async function rounds<Result>(
  count: number,
  work: () => Promise<Result>,
): Promise<{ milliseconds: number; last: Result }> {
  const times: number[] = [];
  let last: Result | undefined;
  for (let round = 0; round < count; round += 1) {
    const start = performance.now();
    last = await work();
    times.push(performance.now() - start);
  }
  return { milliseconds: median(times), last: last as Result };
}

function row(what: string, milliseconds: number, limit: number, note = ''): void {
  print(
    `  ${what.padEnd(28)} ${milliseconds.toFixed(0).padStart(8)} ms  ${(milliseconds / limit).toFixed(2).padStart(8)} ×  ${note}`.trimEnd(),
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const sizes = process.argv.slice(2).map(Number);
void main(sizes.length === 0 ? [100, 1000, 10_000] : sizes);
