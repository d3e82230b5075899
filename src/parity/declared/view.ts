import { hidden, isEntity } from './entity.ts';
import { stated } from './column.ts';
import { typeOfColumn } from './column-type.ts';
import type { DeclaredObject, Origin } from './model.ts';
import { cutName } from './names.ts';
import { expressionOf, nameOfColumn, namespaceOf } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Column, ViewConfig } from './shapes.ts';
import { sqlTokens } from './sql-tokens.ts';
import { storageParameters } from './storage-parameters.ts';
import { withColumnNames } from './view-names.ts';

interface ViewOptions {
  readonly with?: {
    readonly checkOption?: string;
    readonly securityBarrier?: boolean;
    readonly securityInvoker?: boolean;
  };
}

interface MaterializedViewOptions {
  readonly with?: Readonly<Record<string, unknown>>;
  readonly using?: string;
  readonly tablespace?: string;
  readonly withNoData?: boolean;
}

/** `pgView` or `pgMaterializedView`, and its columns. */
export function readView(
  view: object,
  exported: string | undefined,
  reading: Reading,
): readonly DeclaredObject[] {
  const config = hidden(view, 'ViewBaseConfig') as ViewConfig;
  const isMaterialized = isEntity(view, 'PgMaterializedView');
  const fields = fieldsOf(config.selectedFields);
  const { query } = config;
  const values = fields.map(({ value }) => value);
  const definition =
    query === undefined
      ? undefined
      : expressionOf(withColumnNames({ ...config, query }, values, reading), {
          sees: 'query',
          place: `the query of view ${config.name}`,
          reading,
        });
  const place = {
    schema: namespaceOf(config.schema, reading),
    name: cutName(config.name),
    existing: config.isExisting,
  };
  const object: DeclaredObject = {
    kind: isMaterialized ? 'materialized view' : 'view',
    ...place,
    parent: null,
    named: true,
    facts: stated({
      definition,
      ...(isMaterialized
        ? materializedFacts(
            hidden(view, 'PgMaterializedViewConfig') as MaterializedViewOptions,
            place.existing,
          )
        : place.existing
          ? {}
          : viewFacts(hidden(view, 'PgViewConfig') as ViewOptions | undefined)),
    }),
    ...(fields.some(isUnnamed) && { isOpen: true as const }),
    origin: { exported, property: undefined },
  };
  return [object, ...viewColumns(fields, definition?.expression, { ...place, exported, reading })];
}

function viewFacts({ with: options = {} }: ViewOptions = {}) {
  return {
    checkOption: options.checkOption ?? null,
    securityBarrier: options.securityBarrier ?? false,
    securityInvoker: options.securityInvoker ?? false,
  };
}

function materializedFacts(options: MaterializedViewOptions, existing: boolean) {
  const { using, tablespace, withNoData = false } = options;
  return {
    using: using ?? (existing ? undefined : 'heap'),
    // Postgres keeps the default one as none.
    tablespace: tablespace === 'pg_default' ? null : (tablespace ?? (existing ? undefined : null)),
    with: options.with === undefined && existing ? undefined : storageParameters(options.with ?? {}),
    populated: withNoData || existing ? undefined : true,
  };
}

interface ViewPlace {
  readonly schema: string;
  readonly name: string;
  readonly existing: boolean;
  readonly exported: string | undefined;
  readonly reading: Reading;
}

/**
 * The columns whose names are known. Of their facts only the type is the view's: Postgres has no NOT NULL for it,
 * whatever TypeScript is told.
 */
function viewColumns(
  fields: readonly Field[],
  definition: string | undefined,
  place: ViewPlace,
): readonly DeclaredObject[] {
  const hasOwnTypes = definition === undefined || !joinsQueries(definition);
  return fields.flatMap(({ value, property }) => {
    const origin: Origin = { exported: place.exported, property };
    const isColumn = isEntity(value, 'Column');
    const name = isColumn ? nameOfColumn(value as Column, place.reading) : aliasOf(value);
    if (name === undefined) {
      // One finds a name that is free; of several Postgres may make the same, and none could be told from another.
      if (fields.filter(isUnnamed).length === 1) return [];
      place.reading.mistakes.push({
        code: 'parity/view-column',
        what: `the column ${property} of view ${place.schema}.${place.name} has no name`,
        why: 'it is not the only expression for which Postgres would make one up, and no query of Drizzle could name it',
        fix: "name it: sql`…`.as('…')",
      });
      return [];
    }
    return {
      kind: 'column' as const,
      schema: place.schema,
      parent: place.name,
      name,
      named: true,
      existing: place.existing,
      facts: stated({
        type: isColumn && hasOwnTypes ? typeOfColumn(value as Column, origin, place.reading) : undefined,
      }),
      ...(isColumn && isOwnNotNull(value as Column, place) && { neverNull: true as const }),
      origin,
    };
  });
}

/** Whether Postgres makes up the name of a column. */
function isUnnamed({ value }: Field): boolean {
  return !isEntity(value, 'Column') && aliasOf(value) === undefined;
}

/** Whether the view itself says it: a column that a query takes from a table may come through an outer join. */
function isOwnNotNull({ table, notNull }: Column, { name }: ViewPlace): boolean {
  return notNull && cutName(String(hidden(table, 'Name'))) === name;
}

/** UNION and its like find a type that suits both sides, which need not be the first one's. */
function joinsQueries(definition: string): boolean {
  const words = new Set(['union', 'intersect', 'except']);
  return sqlTokens(definition).some(({ kind, text }) => kind === 'word' && words.has(text.toLowerCase()));
}

/** The name that an expression or a subquery was given. */
function aliasOf(value: unknown): string | undefined {
  const { fieldAlias, _: query } = value as {
    readonly fieldAlias?: unknown;
    readonly _?: { readonly alias?: unknown };
  };
  const alias = isEntity(value, 'Subquery') ? query?.alias : fieldAlias;
  return typeof alias === 'string' ? cutName(alias) : undefined;
}

interface Field {
  readonly value: unknown;
  readonly property: string;
}

/** What a view selects, in its order. Read past the proxies in which Drizzle wraps it: those throw for some fields. */
function fieldsOf(fields: object, path = ''): readonly Field[] {
  return Object.keys(fields).flatMap((key) => {
    const value: unknown = Object.getOwnPropertyDescriptor(fields, key)?.value;
    const property = path + key;
    const isNested =
      typeof value === 'object' && value !== null && !isEntity(value, 'Column') && !('getSQL' in value);
    return isNested ? fieldsOf(value, `${property}.`) : [{ value, property }];
  });
}
