import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { sequenceNameOf } from '../column-sequence.ts';
import { textsFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { createSequence, ownSequence } from '../sequence.ts';
import { makingId, rankOf } from './step.ts';
import type { Objects, Step } from './step.ts';

/** What makes sequences, but for those that a column brings with it. */
export function sequenceSteps(objects: Objects): readonly Step[] {
  if (objects.of('sequence').length === 0) return [];
  const brought = new Set(
    objects.of('column').map((column) => keyOf('sequence', ...pairOf(sequenceNameOf(column)))),
  );
  const isBrought = (sequence: CatalogObject): boolean =>
    brought.has(keyOf('sequence', sequence.schema, sequence.name));
  const tables = new Map(objects.of('table').map((table) => [keyOf(table.schema, table.name), table]));
  return objects.of('sequence').flatMap((sequence): readonly Step[] => {
    const key = identityKey(sequence);
    if (isBrought(sequence)) {
      return [
        {
          id: `store ${key}`,
          rank: rankOf('sequence storage'),
          statements: storeSequence(sequence, tables),
          makes: [],
          needsOf: [{ object: key, only: () => false }],
          after: [makingId(keyOf('table', ...ownerOf(sequence)))],
        },
      ];
    }
    return [
      {
        id: makingId(key),
        rank: rankOf('sequence'),
        statements: createSequence(sequence),
        makes: [key],
        // The column that owns it may need it first.
        needsOf: [{ object: key, only: (on) => on.startsWith('schema\0') }],
      },
      {
        id: `own ${key}`,
        rank: rankOf('own sequence'),
        statements: ownSequence(sequence),
        makes: [],
        needsOf: [{ object: key }],
        after: [makingId(key)],
      },
    ];
  });
}

/** One that came with a column is as durable as the table, unless something else is said. */
function storeSequence(
  sequence: CatalogObject,
  tables: ReadonlyMap<string, CatalogObject>,
): readonly string[] {
  const { unlogged } = sequence.facts;
  const [schema = '', table = ''] = textsFact(sequence, 'ownedBy');
  const owner = tables.get(keyOf(schema, table));
  if (unlogged === undefined || owner === undefined || unlogged === (owner.facts.unlogged === true))
    return [];
  return [`ALTER SEQUENCE ${nameOf(sequence)} SET ${unlogged === true ? 'UNLOGGED' : 'LOGGED'}`];
}

function ownerOf(sequence: CatalogObject): readonly [string | null, null, string] {
  const [schema = null, table = ''] = textsFact(sequence, 'ownedBy');
  return [schema, null, table];
}

function pairOf(name: readonly string[] | undefined): readonly [string, string] {
  return [name?.[0] ?? '', name?.[1] ?? ''];
}
