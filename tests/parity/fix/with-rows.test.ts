import { checkParity } from '../../../src/parity/index.ts';
import { findings } from '../corpus.ts';
import { openMigration, runFixes } from './migration.ts';
import type { OpenMigration } from './migration.ts';
import { IN_THE_WAY } from './in-the-way.ts';
import { SCENARIOS } from './scenarios.ts';

let migration: OpenMigration;
beforeAll(async () => {
  migration = await openMigration();
});
afterAll(() => migration.close());
beforeEach(() => migration.client.query('savepoint empty'));
afterEach(() => migration.client.query('rollback to empty'));

test.each(Object.entries({ ...SCENARIOS, ...IN_THE_WAY }))(
  '%s',
  async (_, { schema, database, codes = [], then = [], refused }) => {
    const { client } = migration;
    await client.query(database);
    const { differences } = await checkParity({ schema, connection: client });
    expect(differences).not.toEqual([]);
    expect(differences.map(({ code }) => code)).toEqual(expect.arrayContaining([...codes]));
    if (refused !== undefined) {
      await expect(runFixes(migration, differences)).rejects.toThrow(refused);
      return;
    }
    await runFixes(migration, differences);
    expect(findings(await checkParity({ schema, connection: client }))).toEqual([]);
    for (const [query, row] of then) expect((await client.query(query)).rows).toEqual([row]);
  },
);
