import type { Case } from './cases.ts';
import { withClient } from './connected.ts';
import { factsOf, loadDelta } from './delta.ts';
import type { Place } from './trial.ts';

interface Telling extends Pick<Case, 'name' | 'from' | 'to'> {
  readonly params?: Readonly<Record<string, boolean>>;
}

const TABLE = 'create table t (id integer primary key, n integer); insert into t values (1, 1);';

/** What a deploy has to be careful with. */
const TELLINGS: readonly Telling[] = [
  { name: 'an index', from: TABLE, to: `${TABLE} create index t_n on t (n)` },
  {
    name: 'an index, concurrentIndexes',
    from: TABLE,
    to: `${TABLE} create index t_n on t (n)`,
    params: { concurrentIndexes: true },
  },
  {
    name: 'an index less, concurrentIndexes',
    from: `${TABLE} create index t_n on t (n)`,
    to: TABLE,
    params: { concurrentIndexes: true },
  },
  { name: 'a check', from: TABLE, to: `${TABLE} alter table t add constraint t_c check (n > 0)` },
  {
    name: 'a foreign key',
    from: TABLE,
    to: `${TABLE} alter table t add constraint t_f foreign key (n) references t`,
  },
  { name: 'NOT NULL', from: TABLE, to: `${TABLE} alter table t alter column n set not null` },
  { name: 'a unique key', from: TABLE, to: `${TABLE} alter table t add constraint t_u unique (n)` },
  { name: 'a wider varchar', from: 'create table t (v varchar(5))', to: 'create table t (v varchar(9))' },
  {
    name: 'a column with a constant default',
    from: TABLE,
    to: `${TABLE} alter table t add column c integer default 1`,
  },
  {
    name: "Knex's own table",
    from: `${TABLE} create table knex_migrations (id serial primary key, name text)`,
    to: TABLE,
  },
  {
    name: 'what a Drizzle schema cannot say',
    from: `${TABLE} comment on table t is 'ours'; grant select on t to public; create function f() returns trigger language plpgsql as 'begin return new; end';
      create trigger g before insert on t for each row execute function f()`,
    to: TABLE,
  },
];

/** Prints what plans say of what needs care. */
export async function printTellings({ from, to }: Place): Promise<void> {
  const { plan } = await loadDelta();
  const ground = { server: '', build: (): Promise<void> => Promise.resolve() };
  await from.begin(ground);
  await to.begin(ground);
  print('\n== e: what actions tell');
  for (const { name, from: before, to: after, params = {} } of TELLINGS) {
    const [source, goal] = [await from.copy(false), await to.copy(false)];
    await withClient(source.url, async (client) => await client.query(before));
    await withClient(goal.url, async (client) => await client.query(after));
    const { actions } = plan(await factsOf(source.url), await factsOf(goal.url), { params });
    print(name);
    for (const { sql, lockClass, transactionality, dataLoss, rewriteRisk } of actions) {
      const words = [lockClass, transactionality, dataLoss, ...(rewriteRisk ? ['rewrite'] : [])];
      print(`  ${sql.replaceAll(/\s+/g, ' ')}  [${words.join(', ')}]`);
    }
    await from.drop(source);
    await to.drop(goal);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
