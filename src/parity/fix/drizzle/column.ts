import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { call, propertyKey, quoted, record } from '../code.ts';
import { counterOptions } from '../migration/sequence-options.ts';
import type { Sides } from '../sides.ts';
import { typeCode } from './column-type.ts';
import { defaultCode } from './default.ts';
import { keyOf } from './names.ts';
import { sequenceOptions } from './sequence.ts';
import type { Spelling } from './spelling.ts';
import { sqlCode } from './sql.ts';

/** A column of the database as a schema declares it: `nickname: text('nickname').notNull()`. */
export function columnCode(column: CatalogObject, sides: Sides, isKey = false): string {
  return `${propertyKey(keyOf(column, sides))}: ${builderCode(column, sides, isKey)}`;
}

/** The same without its key. */
export function builderCode(column: CatalogObject, sides: Sides, isKey = false, spelling?: Spelling): string {
  // Of these Drizzle says by itself that they are not null.
  const isCounted = column.facts.serial === true || typeof column.facts.identity === 'string';
  return [
    typeCode(column, sides, spelling),
    ...(isKey ? ['primaryKey()'] : []),
    ...(column.facts.nullable === false && !isKey && !isCounted ? ['notNull()'] : []),
    ...[valueCode(column, sides)].filter((one) => one !== undefined),
  ].join('.');
}

/** The method that says where the values come from when a row gives none; undefined for none. */
export function valueCode(column: CatalogObject, sides: Sides): string | undefined {
  const generation = textFact(column, 'generation');
  if (generation !== undefined) return call('generatedAlwaysAs', sqlCode(generation));
  return identityCode(column) ?? defaultCode(column, sides);
}

/** `.generatedAlwaysAsIdentity()` with the options that it has. */
export function identityCode(column: CatalogObject): string | undefined {
  const identity = textFact(column, 'identity');
  if (identity === undefined) return undefined;
  const [schema, name] = textsFact(column, 'sequenceName');
  const isUsual = schema === column.schema && name === `${column.parent ?? ''}_${column.name}_seq`;
  return call(
    identity === 'always' ? 'generatedAlwaysAsIdentity' : 'generatedByDefaultAsIdentity',
    record({
      name: isUsual || name === undefined ? undefined : quoted(name),
      ...sequenceOptions(counterOptions(column)),
    }),
  );
}
