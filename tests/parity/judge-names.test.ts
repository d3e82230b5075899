import { Client } from 'pg';
import { withSession } from '../../src/catalog/session.ts';
import { judge } from '../../src/parity/judge/judge.ts';
import type { Judgement, Question } from '../../src/parity/judge/question.ts';
import type { Relation } from '../../src/parity/relations.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  await client.query(`
    create schema shop;
    create table shop.items (a integer, b integer, "Title" text);
    create table shop.prices (item integer, a integer);
    create table "My ""T""" ("select" integer, "Col With Space" text, "quo""te" text, "sq'" text, "É" integer, keelson_0 text)`);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** The schema calls the table and its columns otherwise, and two of them by each other's names. */
const RENAMED: Relation = {
  schema: 'shop',
  name: 'items',
  declaredName: 'Articles',
  columns: [
    { live: 'a', declared: 'b', type: 'integer' },
    { live: 'b', declared: 'a', type: 'integer' },
    { live: 'Title', declared: 'name', type: 'text' },
  ],
};

const WEIRD: Relation = {
  schema: 'public',
  name: 'My "T"',
  declaredName: 'My "T"',
  columns: [
    { live: 'select', declared: 'select', type: 'integer' },
    { live: 'Col With Space', declared: 'Col With Space', type: 'text' },
    { live: 'quo"te', declared: 'quo"te', type: 'text' },
    { live: `sq'`, declared: `sq'`, type: 'text' },
    { live: 'É', declared: 'É', type: 'integer' },
    { live: 'keelson_0', declared: 'keelson_0', type: 'text' },
  ],
};

async function ask(
  relation: Relation,
  sees: Question['sees'],
  declared: string,
  live: string,
): Promise<Judgement | undefined> {
  const question = { key: declared, declared, live, sees, type: 'boolean', relation };
  const [judgement] = await withSession(client, async (session) => await judge(session, [question]));
  return judgement;
}

describe('what was renamed is the same by its other name', () => {
  test.each<[sees: Question['sees'], declared: string, live: string, by: string]>([
    ['columns', '"a" > 5', '(b > 5)', 'normal form'],
    ['columns', '"Articles"."a" > "Articles"."b"', '(b > a)', 'normal form'],
    ['columns', 'a > random()', '((b)::double precision > random())', 'normal form'],
    [
      'columns',
      'name collate "C" > \'x\' and a > 5',
      `((("Title" COLLATE "C") > 'x'::text) AND (b > 5))`,
      'twin',
    ],
    ['tables', '"Articles"."a" > 5', '(b > 5)', 'normal form'],
    [
      'tables',
      'exists (select 1 from shop.prices p where p.item = "Articles"."b")',
      '(EXISTS ( SELECT 1\n   FROM shop.prices p\n  WHERE (p.item = items.a)))',
      'twin',
    ],
    // The table of the same name within a query is the one of the database.
    ['tables', 'b in (select i.a from shop.items i)', '(a IN ( SELECT i.a\n   FROM shop.items i))', 'twin'],
  ])('%s %s ~ %s', async (sees, declared, live, by) => {
    expect(await ask(RENAMED, sees, declared, live)).toEqual({ is: 'equal', by });
  });

  test.each<[sees: Question['sees'], declared: string, live: string]>([
    ['columns', '"a" > 5', '(a > 5)'],
    ['columns', 'name collate "C" > \'x\' and b > 5', `((("Title" COLLATE "C") > 'x'::text) AND (b > 5))`],
    [
      'tables',
      'exists (select 1 from shop.prices p where p.item = "Articles"."a")',
      '(EXISTS ( SELECT 1\n   FROM shop.prices p\n  WHERE (p.item = items.a)))',
    ],
  ])('%s %s is not %s', async (sees, declared, live) => {
    expect(await ask(RENAMED, sees, declared, live)).toMatchObject({ is: 'different' });
  });

  test('but not where the text spells out a namespace in which there is none of that name', async () => {
    expect(await ask(RENAMED, 'tables', '"shop"."Articles"."a" > 5', '(b > 5)')).toEqual({
      is: 'undecided',
      reason: expect.stringContaining('"Articles"') as string,
    });
  });
});

describe('any name will do', () => {
  test.each<[declared: string, live: string, expected: string]>([
    ['"select" > 5', '("select" > 5)', 'normal form'],
    ['"My ""T"""."select" > 5', '("select" > 5)', 'normal form'],
    ['"public"."My ""T"""."select" > 5', '("select" > 5)', 'normal form'],
    [`"Col With Space" = 'a'`, `("Col With Space" = 'a'::text)`, 'normal form'],
    [`"quo""te" = "sq'"`, `("quo""te" = "sq'")`, 'text'],
    [`("quo""te") = "sq'"`, `("quo""te" = "sq'")`, 'normal form'],
    [`"sq'" = "quo""te"`, `("quo""te" = "sq'")`, 'different'],
    ['É > 5', '("É" > 5)', 'normal form'],
    [String.raw`U&"\00C9" > 5`, '("É" > 5)', 'normal form'],
    // As a literal and as a name: what the twins' own columns are called.
    [
      `keelson_0 collate "C" = ' AS keelson_0, '`,
      `((keelson_0 COLLATE "C") = ' AS keelson_0, '::text)`,
      'twin',
    ],
    [
      `keelson_0 collate "C" = ' AS keelson_0, '`,
      `((keelson_0 COLLATE "C") = ' AS keelson_0 '::text)`,
      'different',
    ],
  ])('%s ~ %s: %s', async (declared, live, expected) => {
    const judgement = await ask(WEIRD, 'columns', declared, live);
    expect(judgement?.is === 'equal' ? judgement.by : judgement?.is).toBe(
      expected === 'text' ? 'normal form' : expected,
    );
  });
});
