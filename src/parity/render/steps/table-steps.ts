import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { addCheck } from '../check.ts';
import { sequenceNameOf } from '../column-sequence.ts';
import { addColumn, setDefault } from '../column.ts';
import { isPartialKey } from '../constraint.ts';
import { addExclusion } from '../exclusion.ts';
import { notNullOf } from '../not-null.ts';
import { attachPartition } from '../partition.ts';
import { addPrimaryKey } from '../primary-key.ts';
import { createTable, inOrder, orderTables, secureRows } from '../table.ts';
import { addUnique } from '../unique.ts';
import { comesWithWhole, partialKeySteps } from './partial-key-steps.ts';
import { lateId, makingId, rankOf } from './step.ts';
import type { Late, Need, Objects, Step } from './step.ts';

/** The constraints that stand in a table's own statement, and what adds them to a table that is there. */
const CONSTRAINTS: Readonly<Record<string, (constraint: CatalogObject) => readonly string[]>> = {
  'primary key': addPrimaryKey,
  unique: addUnique,
  check: addCheck,
  'exclusion constraint': addExclusion,
  'not null constraint': () => [],
};

/** What makes tables with their columns and constraints, and adds to those that are there what belongs to them. */
export function tableSteps(objects: Objects, late: Late): readonly Step[] {
  const tables = orderTables([...objects.of('table'), ...objects.of('foreign table')]);
  return [
    ...tables.flatMap((table) => stepsOf(table, objects, late)),
    ...objects
      .of('column')
      .filter(objects.isAlone)
      .map((column) => columnStep(column, objects.of('not null constraint'), late)),
    ...Object.keys(CONSTRAINTS)
      .filter((kind) => kind !== 'not null constraint')
      .flatMap((kind) => objects.of(kind).filter((one) => objects.isAlone(one) && !isPartialKey(one)))
      .map(constraintStep),
    ...Object.keys(CONSTRAINTS)
      .flatMap((kind) => objects.of(kind).filter(isPartialKey))
      .flatMap((key) => partialKeySteps(key, objects, constraintStep(key).statements)),
    ...tables.map((table) => ({
      id: `partition ${identityKey(table)}`,
      rank: rankOf('partition'),
      statements: attachPartition(table),
      makes: [],
      after: [makingId(identityKey(table))],
    })),
    ...tables.map((table) => ({
      id: `secure ${identityKey(table)}`,
      rank: rankOf('row security'),
      statements: secureRows(table),
      makes: [],
      after: [makingId(identityKey(table))],
    })),
  ];
}

function stepsOf(table: CatalogObject, objects: Objects, late: Late): readonly Step[] {
  const parts = objects.within(table);
  const columns = inOrder(parts.filter(({ kind }) => kind === 'column'));
  const constraints = parts.filter(
    (part) => part.kind in CONSTRAINTS && !isPartialKey(part) && !comesWithWhole(part),
  );
  const isLate = (part: 'default' | 'constraint' | 'column', object: CatalogObject): boolean =>
    late.size > 0 && late.has(lateId(part, identityKey(object)));
  // Columns keep their order: those behind one that is added later are added after it.
  const firstLate = columns.findIndex((column) => isLate('column', column));
  const [own, added] =
    firstLate === -1 ? [columns, []] : [columns.slice(0, firstLate), columns.slice(firstLate)];
  const lateConstraints = constraints.filter((one) => isLate('constraint', one));
  const inline = constraints.filter((one) => !lateConstraints.includes(one));
  const key = identityKey(table);
  return [
    {
      id: makingId(key),
      rank: rankOf('table'),
      statements: createTable(table, {
        columns: own.map((column) => (isLate('default', column) ? withoutDefault(column) : column)),
        constraints: inline,
      }),
      makes: [key, ...[...own, ...inline].map(identityKey), ...own.flatMap(sequenceKey)],
      needsOf: [
        { object: key },
        ...inline.map((one) => ({ object: identityKey(one) })),
        ...own.map((column): Need => ({
          object: identityKey(column),
          ...(isLate('default', column) && { part: 'all but the default' }),
        })),
      ],
    },
    ...own
      .filter((column) => isLate('default', column))
      .map((column) => ({
        id: lateId('default', identityKey(column)),
        rank: rankOf('default'),
        statements: setDefault(column),
        makes: [],
        needsOf: [{ object: identityKey(column), part: 'default' as const }],
        after: [makingId(key)],
      })),
    ...added.map((column, index) => {
      const step = columnStep(column, inline, late);
      const before = added[index - 1];
      return { ...step, after: [makingId(before === undefined ? key : identityKey(before))] };
    }),
    ...lateConstraints.map((one) => ({ ...constraintStep(one), after: [makingId(key)] })),
  ];
}

function columnStep(column: CatalogObject, constraints: readonly CatalogObject[], late: Late): Step {
  const key = identityKey(column);
  const notNull = notNullOf(column, constraints);
  const isLate = late.has(lateId('default', key));
  return {
    id: makingId(key),
    rank: rankOf('column'),
    statements: [
      ...addColumn(isLate ? withoutDefault(column) : column, notNull),
      ...(isLate ? setDefault(column) : []),
    ],
    makes: [key, ...(notNull === undefined ? [] : [identityKey(notNull)]), ...sequenceKey(column)],
  };
}

function constraintStep(constraint: CatalogObject): Step {
  const key = identityKey(constraint);
  return {
    id: makingId(key),
    rank: rankOf(constraint.kind),
    statements: comesWithWhole(constraint) ? [] : (CONSTRAINTS[constraint.kind]?.(constraint) ?? []),
    makes: [key],
    partsFirst: true,
    comesWithWhole: comesWithWhole(constraint),
  };
}

/** The sequence that a column brings with it. */
function sequenceKey(column: CatalogObject): readonly string[] {
  const name = sequenceNameOf(column);
  return name === undefined ? [] : [keyOf('sequence', name[0] ?? null, null, name[1] ?? null)];
}

function withoutDefault(column: CatalogObject): CatalogObject {
  return { ...column, facts: { ...column.facts, default: null } };
}
