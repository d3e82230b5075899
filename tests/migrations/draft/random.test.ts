import fc from 'fast-check';
import { readDeclared } from '../../../src/parity/declared/read.ts';
import { renderSchema } from '../../../src/parity/render/index.ts';
import { openMigration } from '../../parity/fix/migration.ts';
import type { OpenMigration } from '../../parity/fix/migration.ts';
import { buildPlan } from '../../parity/random/build.ts';
import { twoPlans } from '../../parity/random/mixed.ts';
import { answers } from './answers.ts';
import { onMostRows, thereAndBack } from './there-and-back.ts';

// Others are tried with other numbers; what fails says with which.
const SEED = Number(process.env.PARITY_SEED ?? 1882);
const RUNS = Number(process.env.PARITY_RUNS ?? 20);

/** Steps that are said, and no line of code. */
const NOTHING_DONE = expect.not.stringContaining('await') as string;

let open: OpenMigration;

beforeAll(async () => {
  open = await openMigration();
});
afterAll(async () => {
  await open.close();
});

test('from any schema to any other and back, and from one to itself there is nothing to do', async () => {
  const property = fc.asyncProperty(twoPlans, fc.boolean(), async ({ from, to }, isAtOnce) => {
    const [before, after] = [buildPlan(from), buildPlan(to)];
    await open.client.query('savepoint before_the_schema');
    try {
      for (const statement of renderSchema(readDeclared({ schema: before }).objects))
        await open.client.query(statement);
      expect(await thereAndBack(open, { schema: before }, { isAtOnce })).toMatchObject({
        ...{ text: NOTHING_DONE, left: [], changed: [], moved: [] },
      });
      const [renamed, gone] = await answers(open, { schema: after });
      const wanted = { schema: after, renames: isAtOnce ? gone : renamed };
      const journey = await onMostRows(open, () => thereAndBack(open, wanted, { isAtOnce }));
      expect(journey).toMatchObject({ left: [], changed: [], moved: [] });
    } finally {
      await open.client.query('rollback to before_the_schema');
    }
  });
  // Looking for the smallest schemas that fail must end before the test does, or it is not shown.
  await fc.assert(property, { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 100_000 });
});
