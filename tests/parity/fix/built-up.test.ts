import { quoteIdentifier } from '../../../src/postgres/identifier.ts';
import { checkParity } from '../../../src/parity/index.ts';
import { renderObjects } from '../../../src/parity/render/index.ts';
import { plainObject } from '../../../src/parity/render/plain.ts';
import { declaredBy, findings, loadSchema, SCHEMAS } from '../corpus.ts';
import type { CorpusSchema } from '../corpus.ts';
import { openMigration, runFixes } from './migration.ts';
import type { OpenMigration } from './migration.ts';

let migration: OpenMigration;
beforeAll(async () => {
  migration = await openMigration();
});
afterAll(() => migration.close());
beforeEach(() => migration.client.query('savepoint empty'));
afterEach(() => migration.client.query('rollback to empty'));

/** Schemas that need nothing that they do not declare. */
const NAMES = SCHEMAS.filter((name) => !name.startsWith('refused-') && !name.startsWith('undecided-'));

/** What is left, by schema and way. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  // What is declared with `.existing()` is made elsewhere.
  'views-existing': ['view/missing public.visible_tables'],
  'views-existing-beside': ['materialized-view/missing public.totals', 'view/missing public.stats'],
};
/** A default that no row could take: a table can be made with it, but it cannot be added to one. */
const NOT_ADDED = 'defaults-texts';

async function mend({ schema, casing }: CorpusSchema): Promise<readonly string[]> {
  const check = () => checkParity({ schema, ...(casing && { casing }), connection: migration.client });
  const { differences } = await check();
  await runFixes(migration, differences);
  return findings(await check());
}

test.each(NAMES)('%s is made from nothing by the fixes of all that is missing', async (name) => {
  const one = await loadSchema(name);
  const { client } = migration;
  await client.query(one.before || 'select');
  // A database with none of its namespaces is taken for another one.
  const [first] = declaredBy(one).flatMap(({ kind, name }) => (kind === 'schema' ? name : []));
  if (first !== undefined) await client.query(`create schema if not exists ${quoteIdentifier(first)}`);
  expect(await mend(one)).toEqual(LEFT[name] ?? []);
});

test.each(NAMES)('%s is made from empty tables, column by column and key by key', async (name) => {
  const one = await loadSchema(name);
  const { client } = migration;
  await client.query(one.before || 'select');
  const objects = declaredBy(one);
  const owners = objects.filter(({ kind, existing }) => !existing && ['schema', 'table'].includes(kind));
  for (const statement of renderObjects(owners.map(plainObject))) await client.query(statement);
  if (name === NOT_ADDED) await expect(mend(one)).rejects.toThrow(/value too long/);
  else expect(await mend(one)).toEqual(LEFT[name] ?? []);
});
