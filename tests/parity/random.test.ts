import fc from 'fast-check';
import { Client } from 'pg';
import { readDeclared } from '../../src/parity/declared/read.ts';
import { checkParity } from '../../src/parity/index.ts';
import { renderSchema } from '../../src/parity/render/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { findings } from './corpus.ts';
import { buildPlan } from './random/build.ts';
import { changesOf } from './random/change.ts';
import { plans } from './random/plan.ts';
import { SEED } from './random/seed.ts';

const RUNS = Number(process.env.PARITY_RUNS ?? 40);

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

test('any schema agrees with the database that it was made from, and one change to it is found', async () => {
  const property = fc.asyncProperty(plans, fc.nat(), async (plan, which) => {
    const schema = buildPlan(plan);
    const { objects } = readDeclared({ schema });
    await client.query('begin');
    try {
      for (const statement of renderSchema(objects)) await client.query(statement);
      expect(findings(await checkParity({ schema, connection: client }))).toEqual([]);
      const changes = changesOf(objects);
      const { change, expect: expected } = changes[which % changes.length] ?? { change: '', expect: [] };
      await client.query(change);
      const found = findings(await checkParity({ schema, connection: client }));
      expect({ change, found }).toEqual({ change, found: expected });
    } finally {
      await client.query('rollback');
    }
  });
  // Looking for the smallest schema that fails must end before the test does, or it is not shown.
  await fc.assert(property, { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 100_000 });
});
