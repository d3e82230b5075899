import { quoteIdentifier } from '../../postgres/identifier.ts';
import { arrayDepth } from './array-depth.ts';
import { isEntity, isEnum } from './entity.ts';
import type { PgEnum } from './entity.ts';
import { columnWords } from './column-words.ts';
import type { ColumnWords } from './column-words.ts';
import type { Origin, TypeName } from './model.ts';
import { cutName } from './names.ts';
import { namespaceOf, placeOf } from './reading.ts';
import type { Reading } from './reading.ts';
import type { SequenceType } from './sequence.ts';
import type { Column } from './shapes.ts';

/** What Postgres makes of a type that is short for a sequence and a default. */
const SERIALS: Readonly<Record<string, SequenceType>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

/** What a template leaves when its length was not given. */
const NO_LENGTH = /\((?:undefined|null|NaN)\b/;

/** The integer behind a serial column; undefined for any other. */
export function serialType(column: Column): SequenceType | undefined {
  const type = typeText(column);
  return type !== undefined && arrayDepth(column) === 0 ? serialBehind(type) : undefined;
}

function serialBehind(type: string): SequenceType | undefined {
  return SERIALS[type.trim().toLowerCase()];
}

/** The type of a column; undefined, and a mistake, where it has none that Postgres could read. */
export function typeOfColumn(column: Column, origin: Origin, reading: Reading): TypeName | undefined {
  const { text, of } = written(column, reading);
  const fault = faultOf(column, text);
  if (fault !== undefined) {
    const shown = text === undefined ? '' : `: ${text}`;
    reading.mistakes.push({
      code: 'parity/column-type',
      what: `${placeOf(origin)} has no type that Postgres could read${shown}`,
      ...fault,
    });
    return undefined;
  }
  if (of === undefined) return { type: serialType(column) ?? text ?? '' };
  if (!reading.reached.has(of)) reading.reached.set(of, origin);
  return {
    type: text ?? '',
    enum: { kind: 'enum', schema: namespaceOf(of.schema, reading), name: cutName(of.enumName) },
  };
}

function faultOf(column: Column, text: string | undefined) {
  const { rest } = wordsBesideType(column);
  if (rest !== undefined)
    return {
      why: `behind the type stands ${rest}, which is not of the column alone or more than can be read there`,
      fix: 'say it in Drizzle: .primaryKey(), .unique(), .references(), check(), .generatedAlwaysAsIdentity(…)',
    };
  if (Number.isNaN(column.dimensions))
    return {
      why: 'Drizzle 1.0 takes the dimensions of an array as a text',
      fix: "write .array() or .array('[][]')",
    };
  if (text === undefined || text === '')
    return { why: 'its customType gives none', fix: 'let dataType() return the name of a type' };
  if (NO_LENGTH.test(text))
    return {
      why: 'a length is missing',
      fix: 'give it to the builder, as in bit({ dimensions: 8 })',
    };
  if (isArrayOfSerials(text))
    return { why: 'serial is no type, but a way to fill an integer', fix: 'make it an array of integers' };
  return undefined;
}

function isArrayOfSerials(text: string): boolean {
  if (!text.includes('[')) return false;
  const [element = '', ...rest] = text.split('[');
  return rest.length > 0 && serialBehind(element) !== undefined;
}

interface Written {
  readonly text: string | undefined;
  readonly of: (PgEnum & object) | undefined;
}

function written(column: Column, reading: Reading): Written {
  if (isEntity(column, 'PgArray') && column.baseColumn !== undefined) {
    const { text, of } = written(column.baseColumn, reading);
    return { text: text === undefined ? undefined : `${text}[${column.size ?? ''}]`, of };
  }
  const depth = '[]'.repeat(arrayDepth(column));
  if (isEnum(column.enum)) {
    const parts = [namespaceOf(column.enum.schema, reading), cutName(column.enum.enumName)];
    return { text: parts.map(quoteIdentifier).join('.') + depth, of: column.enum };
  }
  const type = typeText(column);
  return { text: type === undefined ? undefined : type + depth, of: undefined };
}

function typeText(column: Column): string | undefined {
  const text = wholeText(column);
  return isCustom(column) && text !== undefined ? columnWords(text).type : text;
}

function wholeText(column: Column): string | undefined {
  const type = column.getSQLType();
  return typeof type === 'string' ? type.trim() : undefined;
}

/** Whether a person wrote the type's text, which may then say more. */
function isCustom(column: Column): boolean {
  return isEntity(column, 'PgCustomColumn');
}

/** What the type's text says of the column beside its type. The element's, of an array. */
export function wordsBesideType(column: Column): Omit<ColumnWords, 'type'> {
  if (isEntity(column, 'PgArray') && column.baseColumn !== undefined)
    return wordsBesideType(column.baseColumn);
  const text = isCustom(column) ? wholeText(column) : undefined;
  return text === undefined ? {} : columnWords(text);
}
