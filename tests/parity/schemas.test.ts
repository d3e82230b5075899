import { Client } from 'pg';
import { checkParity } from '../../src/parity/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { buildSchema, findings, loadSchema, SCHEMAS } from './corpus.ts';
import type { CorpusSchema } from './corpus.ts';

const startingWith = (start: string): readonly string[] => SCHEMAS.filter((name) => name.startsWith(start));
const REFUSED = startingWith('refused-');
const UNDECIDED = startingWith('undecided-');
const AGREEING = SCHEMAS.filter((name) => !REFUSED.includes(name) && !UNDECIDED.includes(name));

test.each(AGREEING)('%s: the database agrees with the schema that it was made from', async (name) => {
  const one = await loadSchema(name);
  await using database = await createTestDatabase({ migrate: false });
  const verdict = await (one.inTransaction === true ? judgedInside : judged)(database.url, one);
  expect(findings(verdict)).toEqual([]);
  expect(verdict.agrees).toBe(true);
  // An empty verdict would agree too.
  expect(Object.values(verdict.compared.objects).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
});

test.each(UNDECIDED)('%s: what nobody can know is neither the same nor different', async (name) => {
  const one = await loadSchema(name);
  await using database = await createTestDatabase({ migrate: false });
  const { agrees, differences, undecided } = await judged(database.url, one);
  expect(differences).toEqual([]);
  expect(undecided.map(({ code, object }) => `${code} ${object}`).sort()).toEqual(one.undecided);
  expect(agrees).toBe(false);
});

test.each(REFUSED)('%s: the schema is refused, and why is said', async (name) => {
  const one = await loadSchema(name);
  await using database = await createTestDatabase({ migrate: false });
  await expect(judged(database.url, { ...one, ddl: '' })).rejects.toMatchObject({ code: one.refused });
});

async function judged(url: string, one: CorpusSchema) {
  await connected(url, async (client) => {
    await buildSchema(client, one);
  });
  return await checkParity({ schema: one.schema, connection: url, ...casingOf(one) });
}

async function judgedInside(url: string, one: CorpusSchema) {
  return await connected(url, async (client) => {
    await client.query('begin');
    await buildSchema(client, one);
    return await checkParity({ schema: one.schema, connection: client, ...casingOf(one) });
  });
}

function casingOf({ casing }: CorpusSchema): Pick<CorpusSchema, 'casing'> {
  return casing === undefined ? {} : { casing };
}

async function connected<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client(url);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
