import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { withSession } from '../../src/catalog/session.ts';
import { judge } from '../../src/parity/judge/judge.ts';
import type { Judgement, Question } from '../../src/parity/judge/question.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { makeLive, questionsOf } from './judge/ask.ts';
import { DEFAULTS } from './judge/defaults.ts';
import { EXPRESSIONS, KEYS } from './judge/expressions.ts';
import type { Pair } from './judge/pair.ts';
import { POLICIES, VIEWS } from './judge/queries.ts';

const PAIRS = [...DEFAULTS, ...EXPRESSIONS, ...KEYS, ...POLICIES, ...VIEWS];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;
let questions: readonly Question[];
let judgements: readonly Judgement[];

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  await client.query(readFileSync(join(__dirname, 'judge/world.sql'), 'utf8'));
  await makeLive(client, PAIRS);
  await withSession(client, async (session) => {
    questions = await questionsOf(session, PAIRS);
    judgements = await judge(session, questions);
  });
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** By which means it is equal, or what it is. */
function shown(judgement: Judgement | undefined): string | undefined {
  return judgement?.is === 'equal' ? judgement.by : judgement?.is;
}

function verdictOf(judgement: Judgement | undefined): string | undefined {
  return judgement?.is;
}

describe.each(['default', 'generated', 'check', 'predicate', 'key', 'policy', 'view'] as const)(
  '%s',
  (kind) => {
    test.each(
      PAIRS.map((pair, place): [string, string, Pair['expected'], Pair, number] => [
        `${pair.type ?? pair.method ?? ''} ${pair.live}`,
        pair.declared,
        pair.expected,
        pair,
        place,
      ]).filter(([, , , { as }]) => as === kind),
    )('%s ~ %s: %s', (_live, _declared, expected, { opclass, collation }, place) => {
      const judgement = judgements[place];
      expect(shown(judgement)).toBe(expected);
      expect(judgement?.opclass).toBe(opclass);
      expect(judgement?.collation).toBe(collation);
    });
  },
);

test('what differs is shown on both sides as Postgres prints it', () => {
  const place = PAIRS.findIndex(({ declared }) => declared === '"age" > 6');
  // Some versions print the table before the column.
  const judgement = judgements[place];
  if (judgement?.is !== 'different') throw new Error(`it is ${judgement?.is}`);
  expect(judgement.declared).toMatch(/^\((people\.)?age > 6\)$/);
  expect(judgement.live).toMatch(/^\((people\.)?age > 5\)$/);
});

test('what cannot be read is said with what Postgres says of it', () => {
  const reasons = judgements.flatMap((judgement) => (judgement.is === 'undecided' ? [judgement.reason] : []));
  expect(reasons).toContain(
    'Postgres refuses what is declared: column "nope" does not exist. Correct it, or migrate what it names',
  );
  expect(reasons).toContain('a quote, a comment or a bracket in it is not closed: close it in the schema');
});

test('a question is judged alone as it is among others', async () => {
  await withSession(client, async (session) => {
    for (const [place, question] of questions.entries()) {
      expect([PAIRS[place], await judge(session, [question])]).toEqual([PAIRS[place], [judgements[place]]]);
    }
  });
});

test('a text that Postgres has read twice is the same: a database restored from a dump holds it', async () => {
  const places = PAIRS.flatMap(({ as, expected }, place) =>
    as === 'check' && ['text', 'normal form', 'twin'].includes(expected) ? [place] : [],
  );
  const restored: Question[] = [];
  for (const place of places) {
    const question = questions[place];
    if (question === undefined) throw new Error(`no question ${place}`);
    await client.query(`begin; set local search_path = ''`);
    await client.query(
      `alter table public.people add constraint restored check (${question.live}) not valid`,
    );
    const { rows } = await client.query<{ printed: string }>(
      `select pg_get_expr(conbin, conrelid) as printed from pg_constraint where conname = 'restored'`,
    );
    await client.query('rollback');
    restored.push({ ...question, live: rows[0]?.printed ?? '' });
  }
  expect(restored.filter(({ live }, index) => live !== questions[places[index] ?? 0]?.live)).not.toHaveLength(
    0,
  );
  const judged = await withSession(client, async (session) => await judge(session, restored));
  expect(judged.flatMap((one, index) => (one.is === 'equal' ? [] : [[restored[index], one]]))).toEqual([]);
});

describe('a role with fewer rights', () => {
  const role = (): string => `${database.name}_judge`;

  beforeEach(async () => {
    await client.query('begin');
    await client.query(`create role ${role()}; grant usage on schema auth, s1, s2 to ${role()}`);
  });
  afterEach(() => client.query('rollback'));

  async function asRole(): Promise<readonly Judgement[]> {
    await client.query(`set local role ${role()}`);
    return await withSession(client, async (session) => await judge(session, questions));
  }

  test('needs none on a table, where it may make temporary views', async () => {
    expect((await asRole()).map(verdictOf)).toEqual(judgements.map(verdictOf));
  });

  test('is told what it would need where it may not, and never anything wrong', async () => {
    await client.query(`revoke temporary on database ${database.name} from public`);
    await client.query(`grant select on all tables in schema public, auth to ${role()}`);
    const judged = await asRole();
    expect(contradictions(judged)).toEqual([]);
    const undecided = judged.filter(
      (judgement, place) => judgement.is === 'undecided' && judgements[place]?.is !== 'undecided',
    );
    expect(undecided).not.toHaveLength(0);
    for (const judgement of undecided) {
      expect(judgement).toHaveProperty(
        'reason',
        expect.stringContaining(`GRANT TEMPORARY ON DATABASE ${database.name} TO ${role()}`),
      );
    }
    // Plans show enough of the plainer queries.
    const views = PAIRS.map(({ as }, place) => (as === 'view' ? shown(judged[place]) : undefined));
    expect(views.filter((one) => one === 'normal form').length).toBeGreaterThan(5);
    expect(views.filter((one) => one === 'different').length).toBeGreaterThan(10);
  });

  test('gets right answers with neither', async () => {
    await client.query(`revoke temporary on database ${database.name} from public`);
    const judged = await asRole();
    expect(contradictions(judged)).toEqual([]);
    // All that is no query and names no function of people's own.
    const places = PAIRS.flatMap(({ as, expected }, place) =>
      as !== 'policy' && as !== 'view' && expected === 'normal form' ? [place] : [],
    );
    const unlike = places.filter((place) => shown(judged[place]) !== 'normal form');
    // What only the table itself has, or is called.
    expect(unlike.map((place) => PAIRS[place]?.declared)).toEqual([
      '"public"."people"."age" > 5',
      'tableoid > 0',
    ]);
  });
});

test('where no view can be made, what may be another notation is left open, and nothing else', async () => {
  await client.query(`begin; revoke temporary on database ${database.name} from public`);
  await client.query(`create role ${database.name}_judge; grant select on people to ${database.name}_judge`);
  await client.query(`set local role ${database.name}_judge`);
  const judged = await withSession(client, async (session) => await judge(session, questions));
  await client.query('rollback');
  const of = (live: string, declared: string): Judgement | undefined =>
    judged[PAIRS.findIndex((pair) => pair.live === live && pair.declared === declared)];
  for (const [live, declared] of [
    [`trim(name) <> ''`, `btrim(name) <> ''`],
    [`timezone('utc', now())`, `now() at time zone 'utc'`],
    ['select p.id, p.name from people p where p.age > 5', 'select id, name from people where age > 5'],
  ] as const) {
    expect(of(live, declared)).toEqual({
      is: 'undecided',
      reason: expect.stringMatching(/in two notations.*GRANT TEMPORARY/) as string,
    });
  }
  for (const [live, declared] of [
    [`trim(name) <> ''`, `btrim(email) <> ''`],
    [`timezone('utc', now())`, `now() at time zone 'cet'`],
    [`substring(name from 1 for 2) = 'ab'`, `substr(name, 1, 2) = 'ab'`],
    ['select p.id, p.name from people p where p.age > 5', 'select id, name from people where age > 6'],
  ] as const) {
    expect(of(live, declared)).toMatchObject({ is: 'different' });
  }
});

test('a role is not kept from a decision by the type of another column', async () => {
  const named = (declared: string): readonly Question[] =>
    questions.filter((question, place) => question.declared === declared && PAIRS[place]?.as === 'check');
  await client.query(`begin; revoke temporary on database ${database.name} from public`);
  await client.query(`create role ${database.name}_judge; set local role ${database.name}_judge`);
  const asked = [named('"age" > 6'), named(`other = 'y z'::"auth"."E Num"`)].flat();
  const judged = await withSession(client, async (session) => await judge(session, asked));
  await client.query('rollback');
  expect(judged).toEqual([
    expect.objectContaining({ is: 'different' }),
    {
      is: 'undecided',
      reason: expect.stringContaining('permission denied for schema auth') as string,
    },
  ]);
});

test('in a transaction that is read only, it says so', async () => {
  await client.query('begin read only');
  const judged = await withSession(client, async (session) => await judge(session, questions));
  await client.query('rollback');
  expect(contradictions(judged)).toEqual([]);
  const place = PAIRS.findIndex(({ live }) => live === 'age === 1');
  expect(judged[place]).toEqual({
    is: 'undecided',
    reason:
      'a plan may show what the operator === does instead of its name. A temporary view might tell, but the transaction that was begun before is read only: ask outside of it, or in one that may write',
  });
});

/** What is said to be equal with fewer means and different with more, or the other way. */
function contradictions(judged: readonly Judgement[]): readonly unknown[] {
  return judged.flatMap((judgement, place) => {
    const other = judgements[place];
    const isOther = judgement.is !== 'undecided' && other?.is !== 'undecided' && judgement.is !== other?.is;
    // What cannot be read is at least never equal.
    const isInvented = judgement.is === 'equal' && other?.is === 'undecided';
    return isOther || isInvented ? [[PAIRS[place], judgement, other]] : [];
  });
}
