// How long comparing two databases takes, and @supabase/pg-delta for the same. Prints, asserts nothing.
// node --import tsx bench/databases.ts [tables]
import { Client, Pool } from 'pg';
import { compareDatabases } from '../src/parity/index.ts';
import { createTestDatabase } from '../src/testing/index.ts';
import { median } from './measure.ts';

const ROUNDS = 5;

/** Ten columns, four indexes, a check and a foreign key each. */
function* tables(count: number): Generator<string> {
  yield 'create schema big';
  for (let number = 1; number <= count; number += 1) {
    const [name, parent] = [`big.t${number}`, `big.t${Math.max(1, number - 1)}`];
    yield `create table ${name} (
      id bigint generated always as identity primary key,
      parent_id bigint references ${parent} (id) on delete cascade,
      name text not null default 'nobody',
      amount integer default 0,
      price numeric(12, 2) default 0,
      at timestamptz not null default now(),
      extra jsonb not null default '{}'::jsonb,
      title varchar(100),
      done boolean not null default false,
      key uuid default gen_random_uuid(),
      constraint t${number}_amount_check check (amount >= 0)
    );
    create index t${number}_parent_idx on ${name} (parent_id);
    create index t${number}_name_idx on ${name} (name, at desc);
    create index t${number}_lower_idx on ${name} (lower(name));
    create index t${number}_open_idx on ${name} (amount) where not done`;
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    rounds.push(performance.now() - start);
  }
  return Math.round(median(rounds));
}

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 1000);
  await using database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  for (const sql of tables(count)) await client.query(sql);
  await client.end();

  const [one, other] = [0, 1].map(() => new Pool({ connectionString: database.url, max: 1 }));
  if (one === undefined || other === undefined) return;
  const ours = await milliseconds(() => compareDatabases({ expected: one, actual: other }));
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`compareDatabases, ${count} tables twice, median of ${ROUNDS}: ${ours} ms, at most ${peak} MB`);

  const [{ extract }, { diff }] = await Promise.all([
    import('@supabase/pg-delta/extract'),
    import('@supabase/pg-delta'),
  ]);
  const theirs = await milliseconds(async () => {
    const [expected, actual] = await Promise.all([extract(one), extract(other)]);
    return diff(expected.factBase, actual.factBase);
  });
  console.log(`@supabase/pg-delta, the same: ${theirs} ms`);
  await one.end();
  await other.end();
}

void main();
