import { isEntity } from './entity.ts';
import { columnKey, sqlKey } from './index-key.ts';
import type { IndexKey } from './index-key.ts';
import { isGiven, nameOr } from './keys.ts';
import type { DeclaredObject } from './model.ts';
import { expressionOf, namespaceOf } from './reading.ts';
import type { IndexBuilder, IndexedColumn, SqlObject } from './shapes.ts';
import { storageParameters } from './storage-parameters.ts';
import { columnsOfPart, ownName, part } from './table-parts.ts';
import type { TablePlace } from './table-parts.ts';

/** `index().on()` and `uniqueIndex().on()`. */
export function readIndex(
  { config }: IndexBuilder,
  property: string | undefined,
  place: TablePlace,
): DeclaredObject | undefined {
  const label = isGiven(config.name) ? config.name : (property ?? 'without a name');
  const keys = keysOf(config.columns, label, place);
  if (keys === undefined) return undefined;
  const columns = keys.map(({ column }) => column ?? null);
  if (!isGiven(config.name) && columns.includes(null)) {
    place.reading.mistakes.push({
      code: 'parity/index-name',
      what: `an index of ${place.schema}.${place.name} on an expression has no name`,
      why: 'Drizzle makes names up of columns, and an expression has none',
      fix: "give it one: index('…_idx')",
    });
    return undefined;
  }
  const method = (config.method ?? 'btree').toLowerCase();
  const isOrdered = method === 'btree';
  const where =
    config.where === undefined
      ? null
      : expressionOf(config.where, {
          sees: 'columns',
          place: `the condition of index ${label}`,
          reading: place.reading,
          raw: true,
        });
  if (where === undefined) return undefined;
  return part(place, {
    kind: 'index',
    name: nameOr(config.name, `${place.fullName}_${columns.join('_')}_index`),
    named: isGiven(config.name),
    property,
    facts: {
      unique: config.unique,
      method,
      columns: { columnsOf: ownName(place), names: columns },
      expressions: keys.map(({ expression }) =>
        expression === undefined ? null : { expression, sees: 'columns' as const },
      ),
      ...operatorClasses(keys),
      collations: keys.map(({ collation }) => collationName(collation, place)),
      orders: keys.map(({ order }) => (isOrdered ? order : null)),
      nulls: keys.map(({ nulls }) => (isOrdered ? nulls : null)),
      include: [],
      where,
      with: storageParameters(config.with ?? {}),
      nullsNotDistinct: false,
      valid: true,
    },
  });
}

function keysOf(
  columns: readonly (IndexedColumn | SqlObject)[],
  label: string,
  place: TablePlace,
): readonly IndexKey[] | undefined {
  const plain = columns.filter((column): column is IndexedColumn => !isEntity(column, 'SQL'));
  const names =
    columns.length > plain.length && plain.length === 0 ? [] : columnsOfPart(place, plain, `index ${label}`);
  if (names === undefined) return undefined;
  const known = new Set(place.columns.map(({ name }) => name));
  const keys = columns.map((column) => {
    if (!isEntity(column, 'SQL')) {
      const indexed = column as IndexedColumn;
      return columnKey(names[plain.indexOf(indexed)] ?? '', indexed.indexConfig);
    }
    const expression = expressionOf(column, {
      sees: 'columns',
      place: `index ${label} of ${place.schema}.${place.name}`,
      reading: place.reading,
    });
    return expression === undefined ? undefined : sqlKey(expression.expression, known);
  });
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** Only what was chosen is stated, and that a column's own class is the default one where none was. */
function operatorClasses(keys: readonly IndexKey[]) {
  const chosen = keys.map(({ operatorClass }) => operatorClass ?? null);
  return {
    ...(chosen.some((name) => name !== null) && { opclasses: chosen }),
    defaultOpclasses: keys.map(({ column, operatorClass }) =>
      column !== undefined && operatorClass === undefined ? true : null,
    ),
    opclassOptions: keys.flatMap(({ operatorClassOptions }, position) =>
      [...operatorClassOptions].sort().map((option) => `${position + 1}: ${option}`),
    ),
  };
}

/** A name that needs no quotes to be read as it is. */
const PLAIN = /^[a-z_][a-z0-9_$]*$/;

/** What Postgres brings: by name, of ICU, and of the machine's locales, as `en_US.utf8`. */
const BUILT_IN =
  /^(?:default|C|POSIX|ucs_basic|unicode|pg_c_utf8|pg_unicode_fast|.*-x-icu|[a-z]{2,3}_[A-Z]{2}.*|C\..*)$/;

/** As the catalogue's reader writes it. */
function collationName(parts: readonly string[] | undefined, { reading }: TablePlace): string | null {
  if (parts === undefined) return null;
  const [name = '', schema] = [...parts].reverse();
  return [schema ?? (BUILT_IN.test(name) ? 'pg_catalog' : namespaceOf(undefined, reading)), name]
    .map((one) => (PLAIN.test(one) && one !== 'default' ? one : `"${one.replaceAll('"', '""')}"`))
    .join('.');
}
