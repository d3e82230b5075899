import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { textsFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { makingId, rankOf } from './step.ts';
import type { Objects, Step } from './step.ts';

/**
 * Whether a partition has it only by way of the whole table: Postgres takes no exclusion constraint that is there for
 * a part of that one, but makes another.
 */
export function comesWithWhole({ kind, facts }: CatalogObject): boolean {
  return kind === 'exclusion constraint' && facts.inherited === true;
}

/**
 * What makes a key that some partition has no part of, once the partitions are attached, by the statements that add it
 * to its table; and gives it the parts that there are.
 */
export function partialKeySteps(
  key: CatalogObject,
  objects: Objects,
  statements: readonly string[],
): readonly Step[] {
  const tables = [...objects.of('table'), ...objects.of('foreign table')];
  const isPartition = (table: CatalogObject): boolean =>
    JSON.stringify(textsFact(table, 'partitionOf')) === JSON.stringify([key.schema, key.parent]);
  const parts = objects.of(key.kind).filter((part) => {
    if (part.facts.inherited !== true || comesWithWhole(part) || !hasSameColumns(part, key)) return false;
    const table = tables.find(({ schema, name }) => schema === part.schema && name === part.parent);
    return table === undefined || isPartition(table);
  });
  const id = makingId(identityKey(key));
  return [
    {
      id,
      rank: rankOf('partition index'),
      statements,
      makes: [identityKey(key)],
      partsFirst: true,
      after: tables.filter(isPartition).map((table) => `partition ${identityKey(table)}`),
    },
    ...parts.map((part): Step => ({
      id: `attach ${identityKey(part)}`,
      rank: rankOf('partition index'),
      statements: [`ALTER INDEX ${nameOf(key)} ATTACH PARTITION ${nameOf(part)}`],
      makes: [],
      after: [id, makingId(identityKey(part))],
    })),
  ];
}

function hasSameColumns(one: CatalogObject, other: CatalogObject): boolean {
  return JSON.stringify(textsFact(one, 'columns')) === JSON.stringify(textsFact(other, 'columns'));
}
