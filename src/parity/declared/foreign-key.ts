import { hidden, isEntity, isTable } from './entity.ts';
import { isGiven, nameOr } from './keys.ts';
import type { DeclaredObject } from './model.ts';
import { cutName } from './names.ts';
import { namespaceOf, nameOfColumn, tableName } from './reading.ts';
import type { Column, ForeignKey } from './shapes.ts';
import { columnsOfPart, ownName, part } from './table-parts.ts';
import type { TablePlace } from './table-parts.ts';

/** `foreignKey()` and `.references()`, which are the same once their table is built. */
export function readForeignKey(
  key: ForeignKey,
  property: string | undefined,
  place: TablePlace,
): DeclaredObject | undefined {
  const reference = referenceOf(key, property, place);
  if (reference === undefined) return undefined;
  const { name, columns, foreignColumns, target, targetName } = reference;
  const names = columnsOfPart(place, columns, 'a foreign key');
  if (names === undefined) return undefined;
  const foreignNames = foreignColumns.map((column) => nameOfColumn(column, place.reading));
  return part(place, {
    kind: 'foreign key',
    name: nameOr(name, `${[place.fullName, ...names, targetName, ...foreignNames].join('_')}_fk`),
    named: isGiven(name),
    property: property ?? (columns.length === 1 ? keyOf(columns[0], place) : undefined),
    facts: {
      columns: { columnsOf: ownName(place), names },
      references: { object: target },
      referencedColumns: { columnsOf: target, names: foreignNames },
      onUpdate: key.onUpdate ?? 'no action',
      onDelete: key.onDelete ?? 'no action',
      match: 'simple',
      deferrable: false,
      deferred: false,
      validated: true,
      enforced: true,
      setColumns: [],
      triggersEnabled: true,
      period: false,
    },
  });
}

/** Where a key leads; undefined, and a mistake, where that is nowhere that Postgres could go. */
function referenceOf(key: ForeignKey, property: string | undefined, place: TablePlace) {
  try {
    const { name, columns, foreignColumns } = key.reference();
    const tables = foreignColumns.map((column) => tableOf(column, place));
    const [first] = tables;
    if (first === undefined) throw new Error('it names no columns');
    if (tables.some((table) => JSON.stringify(table) !== JSON.stringify(first)))
      throw new Error('it leads to columns of more than one table');
    if (columns.length !== foreignColumns.length)
      throw new Error(`it has ${columns.length} columns, and leads to ${foreignColumns.length}`);
    return { name, columns, foreignColumns, ...first };
  } catch (cause) {
    const label = property === undefined ? '' : ` (${property})`;
    place.reading.mistakes.push({
      code: 'parity/foreign-key',
      what: `a foreign key of ${place.schema}.${place.name}${label} leads nowhere: ${(cause as Error).message}`,
      fix: 'give it columns of one table, as in .references(() => users.id)',
      cause,
    });
    return undefined;
  }
}

/** The table of a column, by its own name also where the column was taken from an alias. */
function tableOf({ table }: Column, { reading }: TablePlace) {
  if (!isTable(table)) throw new Error('what it leads to is no table');
  if (!isEntity(table, 'PgTable')) throw new Error('the table that it leads to is not for Postgres');
  const targetName = hidden(table, 'OriginalName') as string;
  // The columns of a view or a subquery have a table that is an alias through and through.
  if (hidden(table, 'IsAlias') === true && hidden(table, 'Name') === targetName)
    throw new Error(`${targetName} is no table`);
  const schema = namespaceOf(hidden(table, 'Schema') as string | undefined, reading);
  return { target: tableName(schema, cutName(targetName)), targetName };
}

function keyOf(column: Column | undefined, place: TablePlace): string | undefined {
  const own = column === undefined ? undefined : place.columnsByName.get(column.name);
  // Only what is written at the column itself: those of the third argument are built with other objects.
  return own?.column === column ? own?.key : undefined;
}
