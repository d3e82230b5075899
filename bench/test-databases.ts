/*
 * What a database for each test file costs, beside the other ways to get one: npx tsx bench/test-databases.ts
 * Wall-clock times of one machine in one run; the ratios say more than the milliseconds.
 */
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { Client } from 'pg';
import { loadKnexfile, migrate } from '../src/migrations/index.ts';
import { createTestDatabase, startTestServer } from '../src/testing/index.ts';
import type { TestDatabaseOptions } from '../src/testing/index.ts';

const IN_A_ROW = 50;
const AT_ONCE = 8;

/** The times of one thing that was done several times. */
interface Measured {
  readonly what: string;
  readonly times: readonly number[];
}

async function main(): Promise<void> {
  const started = performance.now();
  await using server = await startTestServer({ migrate: true });
  print(`server and template ready after ${milliseconds(performance.now() - started)}`);
  print(await describeServer(server.url));

  const one = await inARow(IN_A_ROW);
  const eight = await atOnce(AT_ONCE, 5);
  const nothing = await fromNothing(5);
  const strategies = await byStrategy(server.url, 20);
  const container = await containers(3);

  table(one.create.times, [one.create, one.drop, eight.create, eight.drop, nothing, ...strategies]);
  if (typeof container === 'string') print(`\na container for each file: not measured, ${container}`);
  else table(one.create.times, [container]);
}

async function inARow(count: number): Promise<{ create: Measured; drop: Measured }> {
  await cycle();
  const cycles = [];
  for (let index = 0; index < count; index += 1) cycles.push(await cycle());
  return collect(`${count} in a row`, cycles);
}

async function atOnce(count: number, rounds: number): Promise<{ create: Measured; drop: Measured }> {
  const cycles = [];
  for (let round = 0; round < rounds; round += 1) {
    cycles.push(...(await Promise.all(Array.from({ length: count }, async () => await cycle()))));
  }
  return collect(`${count} at once, ${rounds} times`, cycles);
}

interface Cycle {
  readonly create: number;
  readonly drop: number;
}

async function cycle(options: TestDatabaseOptions = {}): Promise<Cycle> {
  const start = performance.now();
  const database = await createTestDatabase(options);
  const made = performance.now();
  await database.drop();
  return { create: made - start, drop: performance.now() - made };
}

function collect(how: string, cycles: readonly Cycle[]): { create: Measured; drop: Measured } {
  return {
    create: { what: `create, ${how}`, times: cycles.map(({ create }) => create) },
    drop: { what: `drop, ${how}`, times: cycles.map(({ drop }) => drop) },
  };
}

/** An empty database for each, and every migration in it. */
async function fromNothing(count: number): Promise<Measured> {
  const { config } = await loadKnexfile();
  const times = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await using database = await createTestDatabase({ migrate: false });
    await migrate({ config, connection: database.settings });
    times.push(performance.now() - start);
  }
  return { what: `create, migrated from nothing, ${count} in a row`, times };
}

/** The statement alone, both ways, one after the other so that both meet the same machine. */
async function byStrategy(url: string, count: number): Promise<Measured[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'keelson_template_%'
      order by shobj_description(oid, 'pg_database') like '%last used ' || current_date desc, 1 limit 1`,
  );
  const measured = ['file_copy', 'wal_log'].map((strategy) => ({ strategy, times: [] as number[] }));
  for (let index = 0; index < count; index += 1) {
    for (const { strategy, times } of measured) {
      const name = `bench_${process.pid}_${strategy}`;
      const start = performance.now();
      await client.query(
        `create database ${name} template ${rows[0]?.name ?? 'template0'} strategy ${strategy}`,
      );
      times.push(performance.now() - start);
      await client.query(`drop database ${name}`);
    }
  }
  await client.end();
  return measured.map(({ strategy, times }) => ({ what: `the clone alone, by ${strategy}`, times }));
}

/** As Testcontainers starts one by itself; the migrations would come on top. */
async function containers(count: number): Promise<Measured | string> {
  const times = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const start = performance.now();
      const container = await new PostgreSqlContainer('postgres:18-alpine').start();
      times.push(performance.now() - start);
      await container.stop();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return { what: `a container for each, not migrated, ${count} in a row`, times };
}

async function describeServer(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ text: string }>(
    `select 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync') as text`,
  );
  await client.end();
  return `${rows[0]?.text ?? ''}; Node ${process.version}`;
}

/** `base` is 1.0 in the last column. */
function table(base: readonly number[], rows: readonly Measured[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  print(`\n${'what'.padEnd(width)}  ${'median'.padStart(9)}  ${'95 %'.padStart(9)}  ${'ratio'.padStart(6)}`);
  for (const { what, times } of rows) {
    const ratio = (quantile(times, 0.5) / quantile(base, 0.5)).toFixed(1);
    print(
      `${what.padEnd(width)}  ${milliseconds(quantile(times, 0.5))}  ${milliseconds(quantile(times, 0.95))}  ${ratio.padStart(6)}`,
    );
  }
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function milliseconds(time: number): string {
  return `${time.toFixed(1)} ms`.padStart(9);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
