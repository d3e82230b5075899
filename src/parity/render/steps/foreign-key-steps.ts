import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact, textsFact } from '../facts.ts';
import { foreignKeyTriggers } from '../foreign-key-triggers.ts';
import { addForeignKey } from '../foreign-key.ts';
import { makingId, rankOf } from './step.ts';
import type { Objects, Step } from './step.ts';

/**
 * What makes foreign keys. Those of partitioned tables, and those that lead to one, are made when the partitions are
 * there, and make what partitions have of them.
 */
export function foreignKeySteps(objects: Objects): readonly Step[] {
  const keys = objects.of('foreign key');
  if (keys.length === 0) return [];
  const tables = new Map(objects.of('table').map((table) => [keyOf(table.schema, table.name), table]));
  const byName = new Map(keys.map((key) => [keyOf(key.schema, key.parent, key.name), key]));
  const isPartitioned = (name: string): boolean => {
    const table = tables.get(name);
    return table !== undefined && textFact(table, 'partitionKey') !== undefined;
  };
  return keys.map((key) => {
    const table = tables.get(keyOf(key.schema, key.parent));
    const isOfWhole =
      table === undefined
        ? keys.some((other) => isSameOfWhole(key, other))
        : byName.has(keyOf(...textsFact(table, 'partitionOf'), key.name));
    const comes = isOfReferencedPartition(key, keys) || (key.facts.inherited === true && isOfWhole);
    const isLate =
      comes || [keyOf(key.schema, key.parent), keyOf(...textsFact(key, 'references'))].some(isPartitioned);
    return {
      id: makingId(identityKey(key)),
      rank: rankOf(isLate ? 'late foreign key' : 'foreign key'),
      statements: comes ? foreignKeyTriggers(key) : addForeignKey(key),
      makes: [identityKey(key)],
      partsFirst: true,
      comesWithWhole: comes,
    };
  });
}

/** Whether a key of that name comes with another one, of a table that may be the whole: neither table is known. */
function isSameOfWhole(key: CatalogObject, other: CatalogObject): boolean {
  return (
    other.name === key.name &&
    other.parent !== key.parent &&
    other.facts.inherited !== true &&
    ['columns', 'references', 'referencedColumns'].every(
      (fact) => JSON.stringify(other.facts[fact]) === JSON.stringify(key.facts[fact]),
    )
  );
}

/** Whether Postgres made it for a partition of the table that another key leads to: it looks after that side only. */
function isOfReferencedPartition(key: CatalogObject, keys: readonly CatalogObject[]): boolean {
  if (key.facts.inherited !== true) return false;
  const triggers = textsFact(key, 'triggers');
  if (triggers.length > 0) return !triggers.some((entry) => entry.endsWith(' RI_FKey_check_ins'));
  // One that is not enforced has no triggers.
  const columns = JSON.stringify(textsFact(key, 'columns'));
  return keys.some(
    (other) =>
      other !== key &&
      other.schema === key.schema &&
      other.parent === key.parent &&
      JSON.stringify(textsFact(other, 'columns')) === columns &&
      JSON.stringify(other.facts.references) !== JSON.stringify(key.facts.references),
  );
}
