import { FAMILIES } from '../../../src/catalog/families.ts';
import { identityKey } from '../../../src/catalog/object.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { renderDatabase } from '../../../src/parity/render/database.ts';
import { buildSchema, declaredBy, isOfCorpus, loadSchema, SCHEMAS } from '../corpus.ts';
import { differencesOf, makeAgain, openOriginal, wholeOf } from './again.ts';
import type { Original } from './again.ts';
import { everything, run } from './facts.ts';

let original: Original;
beforeAll(async () => {
  original = await openOriginal('');
}, 120_000);
afterAll(() => original[Symbol.asyncDispose]());

/** What it makes is as other indexes are, but in no transaction that could be taken back. */
const OUTSIDE = 'indexes-concurrently';

test.each(SCHEMAS.filter((name) => name !== OUTSIDE))('%s', async (name) => {
  const schema = await loadSchema(name);
  if (schema.refused !== undefined) return;
  const { client, copy } = original;
  if (schema.inTransaction !== true) {
    await original.inTransactions(async () => {
      await buildSchema(client, schema);
      await makeAgain(original);
      expect(await differencesOf(client, copy)).toEqual([]);
    });
    return;
  }
  expect(declaredBy(schema).filter((one) => !isOfCorpus(one))).toEqual([]);
  // Roles are the server's: a second one of a name waits until the first is decided on, so that it is taken back.
  await client.query('begin');
  const whole = await buildSchema(client, schema)
    .then(async () => wholeOf(client))
    .finally(() => client.query('rollback'));
  await copy.query('begin');
  try {
    const objects = whole.objects.filter(isOfCorpus);
    await run(copy, renderDatabase(objects, whole.dependencies));
    expect(byKey((await everything(copy)).filter(isOfCorpus))).toEqual(byKey(objects));
  } finally {
    await copy.query('rollback');
  }
});

/** All but expressions: read again, some are printed in other words, and only a comparison asks what they mean. */
function byKey(objects: readonly CatalogObject[]): ReadonlyMap<string, unknown> {
  return new Map(
    objects.map(({ facts, ...identity }) => [
      identityKey(identity),
      Object.entries(facts).filter(([fact]) => !isExpression(identity.kind, fact)),
    ]),
  );
}

function isExpression(kind: string, fact: string): boolean {
  return FAMILIES.find((family) => family.kind === kind)?.facts[fact]?.expression === true;
}
