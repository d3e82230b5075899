import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { listFact, textFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { createIndex, keepIndex, markIndex } from '../table-index.ts';
import { makingId, rankOf } from './step.ts';
import type { Objects, Step } from './step.ts';

/** What makes indexes, and marks those by which a table is kept or known. */
export function indexSteps(objects: Objects): readonly Step[] {
  const ofViews = new Set(
    [...objects.of('view'), ...objects.of('materialized view')]
      .flatMap(objects.within)
      .filter(({ kind }) => kind === 'index'),
  );
  const partial = partialIndexes(objects);
  return [
    ...objects.of('index').flatMap((index): readonly Step[] => {
      const key = identityKey(index);
      const parent = partial.size === 0 ? undefined : partial.get(keyOf(...pairOf(index)));
      const isPartial = partial.size > 0 && partial.has(keyOf(index.schema, index.name));
      const rank = ofViews.has(index) ? 'view index' : isPartial ? 'partition index' : 'index';
      return [
        {
          id: makingId(key),
          rank: rankOf(rank),
          statements: createIndex(index),
          makes: [key],
          partsFirst: true,
        },
        ...(parent === undefined
          ? []
          : [
              {
                id: `attach ${key}`,
                rank: rankOf('partition index'),
                statements: [`ALTER INDEX ${nameOf(parent)} ATTACH PARTITION ${nameOf(index)}`],
                makes: [],
                after: [makingId(key), makingId(identityKey(parent))],
              },
            ]),
      ];
    }),
    ...objects.of('exclusion constraint').map((constraint) => ({
      id: `keep ${identityKey(constraint)}`,
      rank: rankOf('mark'),
      statements: keepIndex(constraint),
      makes: [],
      after: [makingId(identityKey(constraint))],
    })),
    ...objects.all
      .filter(({ facts }) => facts.clustered === true || facts.replicaIdentity === true)
      .map((object) => ({
        id: `mark ${identityKey(object)}`,
        rank: rankOf('mark'),
        statements: markIndex(object),
        makes: [],
        after: [makingId(identityKey(object))],
      })),
  ];
}

/**
 * Indexes of partitioned tables that some partition has no part of: made once the partitions are attached, without
 * them, and then given the parts that there are.
 */
function partialIndexes(objects: Objects): ReadonlyMap<string, CatalogObject> {
  const invalid = objects.of('index').filter(({ facts }) => facts.valid === false);
  if (invalid.length === 0) return new Map();
  const partitioned = new Set(
    objects
      .of('table')
      .filter((table) => textFact(table, 'partitionKey') !== undefined)
      .map(({ schema, name }) => keyOf(schema, name)),
  );
  const partial = invalid.filter(
    (index) => objects.isAlone(index) || partitioned.has(keyOf(index.schema, index.parent)),
  );
  return new Map(partial.map((index) => [keyOf(index.schema, index.name), index]));
}

function pairOf(index: CatalogObject): readonly [string, string] {
  const [schema, name] = listFact(index, 'parentIndex');
  return [String(schema ?? ''), String(name ?? '')];
}
