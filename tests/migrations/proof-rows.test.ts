import { Client } from 'pg';
import { fillRows } from '../../src/migrations/proof/rows/fill.ts';
import type { FillResult } from '../../src/migrations/proof/rows/fill.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { buildSchema, loadSchema, SCHEMAS } from '../parity/corpus.ts';

const HISTORY = { schema: 'public', name: 'knex_migrations' };

/** Makes tables, gives them rows, and looks. */
async function filled<Result>(
  make: (client: Client) => Promise<unknown>,
  look: (result: FillResult, client: Client) => Promise<Result> | Result,
): Promise<Result> {
  await using database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  try {
    await make(client);
    let count = 1_000_000;
    await client.query('begin');
    const counter = { next: () => (count += 1) };
    const result = await fillRows(client, { rows: 'all', counter, history: HISTORY });
    await client.query('commit');
    return await look(result, client);
  } finally {
    await client.end();
  }
}

// Roles are of the whole server, so that nothing of these may be committed.
const BUILT = SCHEMAS.filter((name) => !name.startsWith('refused-'));

test('nearly every table of every schema that there is gets rows', async () => {
  const [counts, unfilled] = [{ tables: 0, filled: 0 }, [] as string[]];
  for (const name of BUILT) {
    const one = await loadSchema(name);
    if (one.inTransaction === true) continue;
    await filled(
      async (client) => buildSchema(client, one),
      (result) => {
        counts.tables += result.filled.length + result.unfilled.length;
        counts.filled += result.filled.length;
        unfilled.push(...result.unfilled.map(({ table }) => `${name} ${table}`));
      },
    );
  }
  // Stands in for an extension, with a type that its index cannot compare.
  expect(unfilled).toEqual(['types-vectors public.pages']);
  expect(counts.tables).toBeGreaterThan(180);
  expect(counts.filled).toBe(counts.tables - 1);
}, 300_000);

interface Case {
  readonly name: string;
  readonly make: string;
  /** How many rows the table t has at least. */
  readonly rows: number;
}

const CASES: readonly Case[] = [
  { name: 'a table without columns', make: 'create table t ()', rows: 1 },
  { name: 'a pattern', make: `create table t (a text not null check (a ~ '^[A-Z]{3}-\\d+$'))`, rows: 1 },
  {
    name: 'a list of words, and no two alike',
    make: `create table t (a text unique check (a in ('x', 'y', 'z')))`,
    rows: 3,
  },
  { name: 'a length', make: 'create table t (a text not null unique check (length(a) = 64))', rows: 3 },
  {
    name: 'columns that depend on each other',
    make: 'create table t (a int not null, b int not null, c date, check (a < b and b < a + 10), check ((c is null) = (a > 5)))',
    rows: 1,
  },
  {
    name: 'one of several',
    make: 'create table t (a int, b text, c uuid, check (num_nonnulls(a, b, c) = 1))',
    rows: 3,
  },
  {
    name: 'a condition that fails rather than is false',
    make: `create table t (a jsonb not null check ((a ->> 'n')::int > 0))`,
    rows: 1,
  },
  {
    name: 'a domain in a domain',
    make: `create domain d1 as text check (value like '%@%'); create domain d2 as d1 check (length(value) > 5) not null; create table t (a d2, b d2[])`,
    rows: 3,
  },
  {
    name: 'periods that may not overlap',
    make: 'create table t (id int4range not null, during tstzrange not null, exclude using gist (id with &&), exclude using gist (during with &&))',
    rows: 3,
  },
  {
    name: 'a row that refers to itself',
    make: 'create table t (id int primary key, up int not null references t)',
    rows: 3,
  },
  {
    name: 'tables that refer to each other',
    make: 'create table t (id int primary key); create table u (id int primary key, t int not null references t); alter table t add u int not null references u',
    rows: 3,
  },
  {
    name: 'the same, checked at the end',
    make: 'create table t (id int primary key); create table u (id int primary key, t int not null unique references t deferrable initially deferred); alter table t add u int not null unique references u deferrable initially deferred',
    rows: 3,
  },
  {
    name: 'a chain of references',
    make: 'create table c (id uuid primary key); create table b (x int, y uuid references c, primary key (x, y)); create table t (x int not null, y uuid not null, foreign key (x, y) references b)',
    rows: 3,
  },
  {
    name: 'partitions',
    make: `create table t (at date not null, k text not null, primary key (at, k)) partition by range (at); create table t1 partition of t for values from ('1999-01-01') to ('1999-02-01') partition by list (k); create table t2 partition of t1 for values in ('red')`,
    rows: 1,
  },
  {
    name: 'one partition for all',
    make: 'create table t (at date not null) partition by range (at); create table t1 partition of t default; create table u (at date) partition by range (at)',
    rows: 3,
  },
  {
    name: 'a hash of partitions',
    make: 'create table t (id int primary key) partition by hash (id); create table t1 partition of t for values with (modulus 3, remainder 1)',
    rows: 1,
  },
  {
    name: 'generated values',
    make: 'create table t (id int generated always as identity primary key, a int not null, b int generated always as (a * 2) stored check (b > 5))',
    rows: 3,
  },
  {
    name: 'composites and arrays of them',
    make: `create type e as enum ('a', 'b "c"'); create type p as (x int, y text, z e); create table t (a p not null, b p[] not null, c e[] not null)`,
    rows: 3,
  },
  {
    name: 'a trigger that wants something',
    make: `create function f() returns trigger language plpgsql as $$ begin if new.a is null then raise 'no a'; end if; return new; end $$; create table t (a int); create trigger f before insert on t for each row execute function f()`,
    rows: 3,
  },
];

test.each(CASES)('$name', async ({ make, rows }) => {
  await filled(
    async (client) => client.query(make),
    async ({ unfilled }, client) => {
      expect(unfilled).toEqual([]);
      const { rows: found } = await client.query<{ count: number }>('select count(*)::int as count from t');
      expect(found[0]?.count).toBeGreaterThanOrEqual(rows);
    },
  );
});

test('a table that takes no row is told, with what the server said', async () => {
  const make = `create function no(int) returns boolean language sql immutable as 'select false';
    create table t (a int not null check (no(a))); create table u (t int not null)`;
  await filled(
    async (client) => client.query(make),
    ({ unfilled, filled: full }) => {
      expect(unfilled).toEqual([
        { table: 'public.t', words: expect.stringContaining('violates check constraint') as string },
      ]);
      expect(full).toHaveLength(1);
    },
  );
});

test('nulls, long texts and large numbers are among the rows, where they may be', async () => {
  await filled(
    async (client) =>
      client.query('create table t (id serial primary key, a text, b int, c varchar(7), d text not null)'),
    async (_, client) => {
      const { rows } = await client.query<Record<string, unknown>>(
        `select bool_or(a is null) as "null", max(length(c)) as longest, bool_or(abs(b::bigint) > 2e9 or b = 0) as edge, count(distinct id) = count(*) as keys,
           min(id) > 1000000 as far, nextval('t_id_seq') = 1 as untouched from t`,
      );
      expect(rows).toEqual([{ null: true, longest: 7, edge: true, keys: true, far: true, untouched: true }]);
    },
  );
});
