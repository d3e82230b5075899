import { readColumn } from './column.ts';
import { hidden, isEntity } from './entity.ts';
import { extrasOf } from './extra-config.ts';
import type { Extra } from './extra-config.ts';
import { readForeignKey } from './foreign-key.ts';
import { readCheck, readColumnKey, readColumnUnique, readPrimaryKey, readUnique } from './keys.ts';
import type { DeclaredObject } from './model.ts';
import { readPolicy } from './policy.ts';
import type {
  CheckBuilder,
  ForeignKey,
  ForeignKeyBuilder,
  IndexBuilder,
  Policy,
  PrimaryKeyBuilder,
  UniqueBuilder,
} from './shapes.ts';
import { readIndex } from './table-index.ts';
import { part, tablePlace } from './table-parts.ts';
import type { TablePlace } from './table-parts.ts';
import type { Reading } from './reading.ts';

/** A policy that is exported and linked to a table. */
export interface LinkedPolicy {
  readonly policy: Policy;
  readonly exported: string | undefined;
}

/** A table with all that belongs to it. */
export function readTable(
  table: object,
  { exported, linked, reading }: TableReading,
): readonly DeclaredObject[] {
  const place = tablePlace(table, exported, reading);
  const extras = extrasOf(table, `${place.schema}.${place.name}`, reading);
  const primaryKeys = primaryKeysOf(extras, place);
  const keyNames = new Set(primaryKeys.flatMap(namesOfKey));
  const policies = policiesOf(extras, linked, place);
  const columns = place.columns.map(({ key, name, column }) =>
    readColumn(column, {
      schema: place.schema,
      table: place.name,
      isKey: keyNames.has(name),
      origin: { exported, property: key },
      reading,
    }),
  );
  const isSecured = hidden(table, 'EnableRLS') === true || policies.length > 0;
  return [
    {
      ...part(place, {
        kind: 'table',
        name: place.fullName,
        property: undefined,
        facts: { rls: isSecured, forceRls: false },
      }),
      parent: null,
    },
    ...columns,
    ...primaryKeys,
    ...uniquesOf(extras, place),
    ...partsOf(extras, 'PgCheckBuilder', (builder, property) =>
      readCheck(builder as CheckBuilder, property, place),
    ),
    ...partsOf(extras, 'PgIndexBuilder', (builder, property) =>
      readIndex(builder as IndexBuilder, property, place),
    ),
    ...foreignKeysOf(table, extras, place),
    ...policies,
  ];
}

/** What is known of a table from elsewhere. */
export interface TableReading {
  readonly exported: string | undefined;
  readonly linked: readonly LinkedPolicy[];
  readonly reading: Reading;
}

function partsOf(
  extras: readonly Extra[],
  kind: string,
  read: (builder: object, property: string | undefined) => DeclaredObject | undefined,
): readonly DeclaredObject[] {
  return extras
    .filter(({ builder }) => isEntity(builder, kind))
    .map(({ builder, property }) => read(builder, property))
    .filter((object) => object !== undefined);
}

/** A table has one: several are a mistake. */
function primaryKeysOf(extras: readonly Extra[], place: TablePlace): readonly DeclaredObject[] {
  const keys = [
    ...place.columns.filter(({ column }) => column.primary).map((column) => readColumnKey(column, place)),
    ...partsOf(extras, 'PgPrimaryKeyBuilder', (builder, property) =>
      readPrimaryKey(builder as PrimaryKeyBuilder, property, place),
    ),
  ];
  if (keys.length > 1)
    place.reading.mistakes.push({
      code: 'parity/several-primary-keys',
      what: `${place.schema}.${place.name} declares ${keys.length} primary keys: ${keys
        .map((key) => namesOfKey(key).join(', '))
        .join(' and ')}`,
      why: 'a table has one; Drizzle makes one of every .primaryKey()',
      fix: 'for a key of several columns write primaryKey({ columns: [t.a, t.b] }) instead',
    });
  return keys.slice(0, 1);
}

function namesOfKey({ facts }: DeclaredObject): readonly string[] {
  const { columns } = facts;
  return typeof columns === 'object' && columns !== null && 'names' in columns
    ? columns.names.filter((name) => name !== null)
    : [];
}

function uniquesOf(extras: readonly Extra[], place: TablePlace): readonly DeclaredObject[] {
  return [
    ...place.columns.filter(({ column }) => column.isUnique).map((column) => readColumnUnique(column, place)),
    ...partsOf(extras, 'PgUniqueConstraintBuilder', (builder, property) =>
      readUnique(builder as UniqueBuilder, property, place),
    ),
  ];
}

function foreignKeysOf(
  table: object,
  extras: readonly Extra[],
  place: TablePlace,
): readonly DeclaredObject[] {
  const inline = (hidden(table, 'PgInlineForeignKeys') ?? []) as readonly ForeignKey[];
  return [
    ...inline.map((key) => readForeignKey(key, undefined, place)).filter((object) => object !== undefined),
    ...partsOf(extras, 'PgForeignKeyBuilder', (builder, property) =>
      readForeignKey((builder as ForeignKeyBuilder).build(table), property, place),
    ),
  ];
}

function policiesOf(
  extras: readonly Extra[],
  linked: readonly LinkedPolicy[],
  place: TablePlace,
): readonly DeclaredObject[] {
  const own = extras.filter(({ builder }) => isEntity(builder, 'PgPolicy'));
  return [
    ...own.map(({ builder, property }) => readPolicy(builder as Policy, property, place)),
    ...linked
      .filter(({ policy }) => !own.some(({ builder }) => builder === (policy as object)))
      .map(({ policy, exported }) => readPolicy(policy, undefined, { ...place, exported })),
  ];
}
