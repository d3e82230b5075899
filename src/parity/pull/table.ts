import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { call, propertyKey, quoted, record } from '../fix/code.ts';
import { builderCode } from '../fix/drizzle/column.ts';
import { columnsOf, keyOf, makerOf, variableOf } from '../fix/drizzle/names.ts';
import { constraintCode } from '../fix/drizzle/key.ts';
import { policyCode } from '../fix/drizzle/policy.ts';
import { indexCode } from '../fix/drizzle/table-index.ts';
import { textFact, textsFact } from '../render/facts.ts';
import { inOrder } from '../render/table.ts';
import { isCircular } from './circles.ts';
import { actionOf, atColumns, isMadeUp, isOwn } from './keys.ts';
import { docLines, layOut } from './layout.ts';
import { placeOf } from './names.ts';
import { variableFor } from './printing.ts';
import type { Printing } from './printing.ts';

/** A table as a file declares it: what is said of it, its columns, and all that is on them. */
export function tableText(table: CatalogObject, printing: Printing): string {
  const { sides } = printing;
  const parts = sides.inDatabase.partsOf(table);
  const own = parts.filter(({ facts }) => facts.inherited !== true);
  const of = (...kinds: readonly string[]): readonly CatalogObject[] =>
    kinds.flatMap((kind) => own.filter((one) => one.kind === kind));
  const constraints = of('primary key', 'unique', 'foreign key', 'check');
  const inline = atColumns(constraints, (one) => isSaidAtColumn(one, printing));
  const isInline = new Set([...inline.values()].flat());
  const extras = [
    ...constraints.filter((one) => !isInline.has(one)).map((one) => constraintEntry(one, printing)),
    ...of('index').map((one) => indexCode(one, sides)),
    ...of('policy').map((one) => policyCode(one, sides)),
  ];
  const indent = extras.length === 0 ? 2 : 4;
  // What a table has from its parent is there for whoever reads it.
  const columns = inOrder(parts.filter(({ kind }) => kind === 'column')).flatMap((column) => [
    ...docOf(column, indent),
    `${' '.repeat(indent)}${layOut(columnEntry(column, inline.get(column.name) ?? [], printing), indent)},`,
  ]);
  const isSecured = table.facts.rls === true && of('policy').length === 0;
  return [
    ...docOf(table),
    `export const ${variableFor(table, printing)} = ${wholeText({
      head: `${makerOf('table', table.schema, sides)}(`,
      name: quoted(table.name),
      columns,
      extras,
      callback: leadsInCircle(of('foreign key'), isInline, printing)
        ? '(t): PgTableExtraConfigValue[] =>'
        : '(t) =>',
    })}${isSecured ? '.enableRLS()' : ''};`,
  ].join('\n');
}

/** The types of a table's rows, or of a view's. */
export function rowTypes(owner: CatalogObject, printing: Printing): string {
  const variable = variableFor(owner, printing);
  const row = printing.names.rows.get(identityKey(owner)) ?? '';
  const place = placeOf(owner);
  const lines = [
    `/** A row of \`${place}\` as it is read. */`,
    `export type ${row} = typeof ${variable}.$inferSelect;`,
  ];
  if (owner.kind === 'table') {
    lines.push(
      `/** A row of \`${place}\` as it is inserted. */`,
      `export type New${row} = typeof ${variable}.$inferInsert;`,
    );
  }
  return lines.join('\n').replaceAll(/\*\/(?= \*\/)/g, '*\\/');
}

/** What the database says of something in its own words. */
export function docOf(object: CatalogObject, indent = 0): readonly string[] {
  const comment = textFact(object, 'comment');
  return comment === undefined ? [] : docLines(comment, indent);
}

function wholeText(parts: {
  readonly head: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly extras: readonly string[];
  readonly callback: string;
}): string {
  const { head, name, extras, callback } = parts;
  const margin = extras.length === 0 ? '' : '  ';
  const columns = parts.columns.length === 0 ? '{}' : `{\n${parts.columns.join('\n')}\n${margin}}`;
  if (extras.length === 0) return `${head}${name}, ${columns})`;
  const entries = extras.map((one) => `    ${layOut(one, 4)},\n`).join('');
  return `${head}\n  ${name},\n  ${columns},\n  ${callback} [\n${entries}  ],\n)`;
}

/** `userId: text('user_id').notNull().unique()`. */
function columnEntry(
  column: CatalogObject,
  constraints: readonly CatalogObject[],
  printing: Printing,
): string {
  const { sides, spelling } = printing;
  const isKey = constraints.some(({ kind }) => kind === 'primary key');
  const methods = constraints.flatMap((one) => {
    if (one.kind === 'unique') return call('unique', ...uniqueArguments(one, printing));
    return one.kind === 'foreign key' ? referenceCode(one, printing) : [];
  });
  return `${propertyKey(keyOf(column, sides))}: ${[builderCode(column, sides, isKey, spelling), ...methods].join('.')}`;
}

/** A constraint is said at its column where that can say all of it, its name included. */
function isSaidAtColumn(constraint: CatalogObject, printing: Printing): boolean {
  if (constraint.kind === 'check') return false;
  return constraint.kind === 'unique' || isNameMadeUp(constraint, printing);
}

function isNameMadeUp(constraint: CatalogObject, { sides, casing }: Printing): boolean {
  const { schema, parent } = constraint;
  return isMadeUp(constraint, {
    casing,
    keyOf: (name) => keyOf({ kind: 'column', schema, parent, name }, sides),
  });
}

function uniqueArguments(unique: CatalogObject, printing: Printing): readonly string[] {
  const nulls = unique.facts.nullsNotDistinct === true ? "{ nulls: 'not distinct' }" : '';
  if (!isNameMadeUp(unique, printing)) return [quoted(unique.name), nulls];
  return nulls === '' ? [] : ['undefined', nulls];
}

function referenceCode(key: CatalogObject, printing: Printing): string {
  const { sides, circles } = printing;
  const [schema = '', parent = ''] = textsFact(key, 'references');
  const table = variableOf({ kind: 'table', schema, parent: null, name: parent }, sides);
  const [column = ''] = columnsOf({ schema, parent }, textsFact(key, 'referencedColumns'), sides, table);
  const [onDelete, onUpdate] = (['onDelete', 'onUpdate'] as const).map((fact) => {
    const action = actionOf(key, fact);
    return action === undefined ? undefined : quoted(action);
  });
  const type = isCircular(key, circles) ? ': AnyPgColumn' : '';
  return call('references', `()${type} => ${column}`, record({ onDelete, onUpdate }));
}

/** A constraint of the third argument, with its name unless that is made up. */
function constraintEntry(constraint: CatalogObject, printing: Printing): string {
  const code = constraintCode(constraint, printing.sides);
  if (constraint.kind === 'check' || !isNameMadeUp(constraint, printing)) return code;
  const name = quoted(constraint.name);
  if (constraint.kind === 'unique') return code.replace(`unique(${name})`, () => 'unique()');
  return code.replace(`{ name: ${name}, `, () => '{ ');
}

/** Whether what a callback returns would have to be known before the table is. */
function leadsInCircle(
  keys: readonly CatalogObject[],
  isInline: ReadonlySet<CatalogObject>,
  { circles }: Printing,
): boolean {
  return keys.some((key) => !isInline.has(key) && isCircular(key, circles) && !isOwn(key));
}
