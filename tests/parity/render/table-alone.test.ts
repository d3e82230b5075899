import { keyOf } from '../../../src/catalog/object.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { renderObjects } from '../../../src/parity/render/index.ts';
import { plainObject } from '../../../src/parity/render/plain.ts';
import { renderTableAlone } from '../../../src/parity/render/table-alone.ts';
import { declaredBy, loadSchema, SCHEMAS } from '../corpus.ts';

const said: boolean[] = [];

test.each(SCHEMAS.filter((name) => !name.startsWith('refused-')))('%s', async (name) => {
  const objects = declaredBy(await loadSchema(name)).map(plainObject);
  for (const table of objects.filter(({ kind }) => kind === 'table')) {
    const parts = objects.filter(
      ({ schema, parent }) => keyOf(schema, parent) === keyOf(table.schema, table.name),
    );
    for (const all of [
      [table, ...parts],
      [...parts, table],
    ]) {
      said.push(renderTableAlone(all) !== undefined);
      expect(renderObjects(all)).toEqual(inGeneral(all));
    }
  }
});

test('most tables can be said alone', () => {
  expect(said.filter(Boolean).length).toBeGreaterThan(said.length / 2);
});

describe('what has to be put in order', () => {
  const table: CatalogObject = { kind: 'table', schema: 'a', parent: null, name: 't', facts: {} };
  const index = (facts: CatalogObject['facts']): CatalogObject => ({
    ...{ kind: 'index', schema: 'a', parent: 't', name: 'i' },
    facts: { columns: ['x'], ...facts },
  });

  test.each<[string, readonly CatalogObject[]]>([
    ['two tables', [table, { ...table, name: 'u' }]],
    ['what belongs to another table', [table, { ...index({}), parent: 'u' }]],
    ['a sequence', [table, { ...table, kind: 'sequence' }]],
    ['a partition', [{ ...table, facts: { partitionOf: ['a', 'whole'] } }]],
    ['what has partitions', [{ ...table, facts: { partitionKey: 'RANGE (x)' } }]],
    ['an index that is not whole', [table, index({ valid: false })]],
    ['an index by which the table is kept', [table, index({ clustered: true })]],
    ['an index by which the table is known', [table, index({ replicaIdentity: true })]],
    ['what comes from a parent', [table, { ...index({ inherited: true }), kind: 'check' }]],
  ])('is %s', (_, objects) => {
    expect(renderTableAlone(objects)).toBeUndefined();
  });
});

/** As if what needs what had been read, and it were nothing. */
function inGeneral(objects: readonly CatalogObject[]): readonly string[] {
  return renderObjects(objects, []);
}
