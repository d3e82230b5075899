import type { CatalogObject } from '../../catalog/object.ts';
import { call, list, propertyKey, quoted, record } from '../fix/code.ts';
import { keyOf, makerOf } from '../fix/drizzle/names.ts';
import { sequenceCode } from '../fix/drizzle/sequence.ts';
import { typeCode } from '../fix/drizzle/column-type.ts';
import { viewCode } from '../fix/drizzle/view.ts';
import { textsFact } from '../render/facts.ts';
import { inOrder } from '../render/table.ts';
import { layOut } from './layout.ts';
import { isView } from './live.ts';
import { variableFor } from './printing.ts';
import type { Printing } from './printing.ts';
import { docOf, rowTypes, tableText } from './table.ts';

/** The declaration of a whole object, with the types of its rows where it has some. */
export function wholeText(whole: CatalogObject, printing: Printing, comments: readonly string[]): string {
  const { kind, schema, name } = whole;
  const { sides } = printing;
  if (kind === 'table') return joined(tableText(whole, printing), comments, rowTypes(whole, printing));
  if (isView(whole)) {
    const code = declaration(whole, viewCode(whole, sides, printing.spelling), printing);
    return joined(code, comments, rowTypes(whole, printing));
  }
  const code =
    kind === 'sequence'
      ? sequenceCode(whole, sides)
      : call(makerOf('enum', schema, sides), quoted(name), list(textsFact(whole, 'values').map(quoted)));
  return joined(declaration(whole, code, printing), comments);
}

/** A namespace. */
export function namespaceText(schema: string, printing: Printing): string {
  const variable = variableFor({ kind: 'schema', schema: null, parent: null, name: schema }, printing);
  return `/** The Postgres namespace ${quoted(schema)}. */\nexport const ${variable} = ${call('pgSchema', quoted(schema))};`;
}

/** A role that policies name, as far as it is not like any other. */
export function roleText(role: CatalogObject, printing: Printing): string {
  const { createDb, createRole, inherit } = role.facts;
  const options = record({
    createDb: createDb === true ? 'true' : undefined,
    createRole: createRole === true ? 'true' : undefined,
    inherit: inherit === false ? 'false' : undefined,
  });
  return `export const ${variableFor(role, printing)} = ${call('pgRole', quoted(role.name), options)};`;
}

/** What makes columns of a type that Drizzle has no builder for. */
export function customText(type: string, variable: string): string {
  const code = `customType<{ data: ${dataOf(type)} }>({ dataType: () => ${quoted(type)} })`;
  return layOut(`export const ${variable} = ${code};`);
}

/** A table elsewhere, as far as foreign keys lead to it. */
export function elsewhereText(table: CatalogObject, printing: Printing): string {
  const { sides, spelling } = printing;
  const columns = inOrder(sides.inDatabase.partsOf(table).filter(({ kind }) => kind === 'column'));
  const entries = columns.map(
    (column) => `${propertyKey(keyOf(column, sides))}: ${typeCode(column, sides, spelling)}`,
  );
  const code = call(makerOf('table', table.schema, sides), quoted(table.name), `{ ${entries.join(', ')} }`);
  return layOut(`export const ${variableFor(table, printing)} = ${code};`);
}

function declaration(whole: CatalogObject, code: string, printing: Printing): string {
  return [...docOf(whole), layOut(`export const ${variableFor(whole, printing)} = ${code}`) + ';'].join('\n');
}

function joined(code: string, comments: readonly string[], types?: string): string {
  return [[code, ...comments].join('\n'), ...(types === undefined ? [] : [types])].join('\n\n');
}

const TEXTS =
  /^(?:text|character|citext|tsvector|tsquery|xml|money|name|"char"|.*(?:range|\.citext|\.ltree|\.hstore)$)|^(?:text|character).* collate /;

/** What the driver gives for a type, where that is known: it reads what it does not know as text. */
function dataOf(type: string): string {
  if (type === 'bytea') return 'Uint8Array';
  return TEXTS.test(type) ? 'string' : 'unknown';
}
