import { Client } from 'pg';
import { withSession } from '../../src/catalog/session.ts';
import { judge } from '../../src/parity/judge/judge.ts';
import type { Judgement, Question } from '../../src/parity/judge/question.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let other: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  other = new Client(database.url);
  await client.connect();
  await other.connect();
  await client.query(`
    create table notes (id integer, title text);
    create function twice(n integer) returns integer language sql immutable as 'select n * 2';
    create schema own;
    create function own.lower(t text) returns text language sql immutable as 'select t';
    create function own.mine(t text) returns text language sql immutable as 'select t'`);
});

afterAll(async () => {
  await client.end();
  await other.end();
  await database.drop();
});

function check(declared: string, live: string, table = 'notes'): Question {
  const columns = [
    { live: 'id', declared: 'id', type: 'integer' },
    { live: 'title', declared: 'title', type: 'text' },
  ];
  const relation = { schema: 'public', name: table, declaredName: table, columns };
  return { key: declared, declared, live, sees: 'columns', type: 'boolean', relation };
}

function view(declared: string, live: string): Question {
  return { key: declared, declared, live, sees: 'query' };
}

async function ask(...questions: readonly Question[]): Promise<readonly Judgement[]> {
  return await withSession(client, async (session) => await judge(session, questions));
}

/** One that a plan decides, and one that takes a twin. */
const PLAIN = check('"id" > 5', '(id > 5)');
const GUARDED = check('title collate "C" > \'a\'', `((title COLLATE "C") > 'a'::text)`);
const BOTH = [
  { is: 'equal', by: 'normal form' },
  { is: 'equal', by: 'twin' },
];

describe('round trips', () => {
  async function count(questions: readonly Question[]): Promise<number> {
    return await withSession(client, async (session) => {
      const before = session.roundTrips();
      await judge(session, questions);
      return session.roundTrips() - before;
    });
  }
  const many = (question: Question): readonly Question[] =>
    Array.from({ length: 300 }, (_, place) => ({
      ...question,
      relation: question.relation && { ...question.relation, name: `t${place}`, declaredName: `t${place}` },
    }));

  test('are as many for one table as for hundreds', async () => {
    expect(await count([PLAIN])).toBe(4);
    expect(await count(many(PLAIN))).toBe(4);
    expect(await count([GUARDED])).toBe(7);
    expect(await count(many(GUARDED))).toBe(7);
  });

  test('are no more for a long list of defaults', async () => {
    const defaults = Array.from({ length: 1800 }, (_, place): Question => ({
      key: place,
      declared: `${place}`,
      live: `'${place + (place === 1799 ? 1 : 0)}'::bigint`,
      sees: 'nothing',
      type: 'bigint',
    }));
    const judged = await ask(...defaults);
    expect(judged.findIndex(({ is }) => is !== 'equal')).toBe(1799);
    // One more for the one that differs, which is printed twice.
    expect(await count(defaults)).toBe(5);
    expect(await count(defaults.slice(0, 1799))).toBe(4);
  });

  test('are none of its own for what reads the same', async () => {
    expect(await count([check('(id > 5)', '(id > 5)')])).toBe(2);
    expect(await count([])).toBe(2);
  });
});

describe('it leaves nothing behind', () => {
  const STATE = `
    select (select count(*) from pg_class) as relations,
      (select count(*) from pg_locks where pid = pg_backend_pid() and relation is not null and relation > 16384) as locks,
      current_setting('search_path') as path, current_setting('TimeZone') as zone,
      current_setting('lock_timeout') as wait, current_setting('transaction_read_only') as reading`;

  async function state(): Promise<unknown> {
    return (await client.query(STATE)).rows;
  }

  test('in a session', async () => {
    const before = await state();
    expect(await ask(PLAIN, GUARDED, check('nope', '(id > 5)'))).toHaveLength(3);
    expect(await state()).toEqual(before);
  });

  test('in a transaction that was begun before, which goes on', async () => {
    await client.query('begin');
    await client.query(`set local search_path = public; insert into notes values (1)`);
    const before = await state();
    expect(await ask(PLAIN, GUARDED)).toEqual(BOTH);
    expect(await state()).toEqual(before);
    expect((await client.query('select * from notes')).rows).toHaveLength(1);
    await client.query('rollback');
  });

  test('when it is cancelled', async () => {
    // Or it would have given up by itself, where the machine stood still before the first look.
    await client.query(`set lock_timeout = '100s'`);
    const before = await state();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await other.query('begin; lock table notes');
    try {
      const asked = ask(view('select id from notes', ' SELECT id\n   FROM public.notes'));
      const cancelled = expect(asked).rejects.toMatchObject({ code: '57014' });
      for (let waiting = false; !waiting;) {
        const waits = await other.query(
          `select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`,
          [rows[0]?.pid],
        );
        waiting = waits.rowCount === 1;
      }
      await other.query('select pg_cancel_backend($1)', [rows[0]?.pid]);
      await cancelled;
    } finally {
      await other.query('rollback');
    }
    expect(await state()).toEqual(before);
    await client.query('reset lock_timeout');
    // A savepoint is refused outside of a transaction.
    await expect(client.query('savepoint s')).rejects.toMatchObject({ code: '25P01' });
  });

  test('when the session has a temporary table by the name of another', async () => {
    await client.query('create temporary table notes (id text)');
    try {
      const live = ' SELECT id\n   FROM public.notes\n LIMIT 5';
      expect(await ask(GUARDED, view('select id from notes limit 5', live))).toEqual([
        { is: 'equal', by: 'twin' },
        { is: 'equal', by: 'twin' },
      ]);
    } finally {
      await client.query('drop table pg_temp.notes');
    }
  });
});

describe('what stands in the way is said', () => {
  test('a table that is being changed', async () => {
    await other.query('begin; lock table notes');
    try {
      const live = ' SELECT id\n   FROM public.notes';
      expect(await ask(view('select id from notes', live), PLAIN)).toEqual([
        {
          is: 'undecided',
          reason:
            'Postgres refuses what is declared: canceling statement due to lock timeout. Ask again when nobody is changing the table',
        },
        { is: 'equal', by: 'normal form' },
      ]);
    } finally {
      await other.query('rollback');
    }
  });

  test('an event trigger that refuses', async () => {
    await client.query(`
      create function refuse() returns event_trigger language plpgsql as $$ begin raise 'no views here'; end $$;
      create event trigger refuse_views on ddl_command_start when tag in ('CREATE VIEW') execute function refuse()`);
    try {
      expect(await ask(PLAIN, GUARDED)).toEqual([
        BOTH[0],
        { is: 'undecided', reason: expect.stringContaining('no views here') as string },
      ]);
    } finally {
      await client.query('drop event trigger refuse_views; drop function refuse()');
    }
  });
});

test('where a cast is a function of its own, a plan is not believed', async () => {
  await client.query(`
    begin;
    create type cents as (n integer);
    create function to_cents(n integer) returns cents language sql immutable as 'select row(n)::cents';
    create cast (integer as cents) with function to_cents(integer)`);
  const question = check('(id::cents).n > 5', '((ROW(id)::public.cents).n > 5)');
  expect(await ask(question)).toMatchObject([{ is: 'different' }]);
  expect(await ask(PLAIN)).toEqual([{ is: 'equal', by: 'twin' }]);
  await client.query('rollback');
});

describe('the search_path of the application', () => {
  afterEach(() => client.query('reset search_path'));

  test('says what a declared name means, and not what Postgres prints', async () => {
    const question = check("mine(title) > 'a'", `(own.mine(title) > 'a'::text)`);
    expect(await ask(question)).toEqual([
      { is: 'undecided', reason: expect.stringContaining('function mine(text) does not exist') as string },
    ]);
    await client.query('set search_path = own, public');
    expect(await ask(question)).toEqual([{ is: 'equal', by: 'twin' }]);
  });

  test('can give the names of the server to others: nothing is said of these, equal as they look', async () => {
    const same = check(`(lower(title) > 'a'::text)`, `(lower(title) > 'a'::text)`);
    const free = check(`(upper(title) > 'a'::text)`, `(upper(title) > 'a'::text)`);
    expect(await ask(same, free)).toEqual([
      { is: 'equal', by: 'text' },
      { is: 'equal', by: 'text' },
    ]);
    await client.query('set search_path = own, pg_catalog, public');
    expect(await ask(same, free)).toEqual([
      { is: 'undecided', reason: expect.stringContaining('lower is the server') as string },
      { is: 'equal', by: 'text' },
    ]);
    await client.query('set search_path = pg_catalog, own, public');
    expect(await ask(same)).toEqual([{ is: 'equal', by: 'text' }]);
  });

  test('may be empty', async () => {
    await client.query(`set search_path = ''`);
    expect(
      await ask(PLAIN, GUARDED, view('select id from notes', ' SELECT id\n   FROM public.notes')),
    ).toEqual([
      ...BOTH,
      { is: 'undecided', reason: expect.stringContaining('relation "notes" does not exist') as string },
    ]);
  });
});
