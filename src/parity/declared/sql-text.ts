import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { applyCasing } from './casing.ts';
import type { Casing } from './casing.ts';
import { encoded, isJson } from './driver-value.ts';
import { isEntity } from './entity.ts';
import { operand } from './literal.ts';
import type { Expression } from './model.ts';
import type { Column, SqlObject, SqlWrapper } from './shapes.ts';

/** How SQL is to be written down. */
export interface SqlStyle {
  readonly casing: Casing | undefined;
  readonly sees: Expression['sees'];
}

/** Whether something can be written down as SQL: a template, a query, a column. */
export function isSql(value: unknown): value is SqlWrapper {
  return (
    typeof value === 'object' && value !== null && 'getSQL' in value && typeof value.getSQL === 'function'
  );
}

/** SQL as Drizzle itself writes it, with constants in the place of parameters. The schema's object stays as it is. */
export function sqlText(value: SqlWrapper, { casing, sees }: SqlStyle): string {
  const { sql } = withoutInlining(value.getSQL()).toQuery({
    escapeName: quoteIdentifier,
    escapeParam: (_: number, parameter: unknown) => operand(parameter),
    escapeString: quoteLiteral,
    casing: casingOf(casing),
    codecs: { codecsOf: jsonCodec },
    // What is part of a table sees its columns alone, and Postgres refuses `schema.table.column` there.
    ...((sees === 'columns' || sees === 'nothing') && { invokeSource: 'indexes' }),
  });
  return sql.trim();
}

/** Since 1.0 a json column leaves its values to the driver, which asks for them as this. */
function jsonCodec(column: Column) {
  return isJson(column) ? { normalizeParam: (value: unknown) => encoded(column, value) } : undefined;
}

/** What Drizzle calls a column in the queries that it makes. */
export function columnName(column: Column, casing: Casing | undefined): string {
  if (casing === undefined || !column.keyAsName) return column.name;
  let last = column.name;
  column.getSQL().toQuery({
    // The column stands behind its table and schema, in versions that write those everywhere.
    escapeName: (name: string) => (last = name),
    escapeParam: () => '',
    escapeString: () => '',
    casing: casingOf(casing),
    invokeSource: 'indexes',
  });
  return last;
}

/** What Drizzle asks for names up to 0.45; since 1.0 they are cased by then. */
function casingOf(casing: Casing | undefined) {
  return {
    getColumnCasing: ({ name, keyAsName }: Column) => (keyAsName ? applyCasing(name, casing) : name),
  };
}

/** Drizzle's own way of inlining writes a date as JavaScript prints it and knows no bigint; views ask for it. */
function withoutInlining(sql: SqlObject): SqlObject {
  const chunks = sql.queryChunks.map((chunk) =>
    isEntity(chunk, 'SQL') ? withoutInlining(chunk as SqlObject) : chunk,
  );
  if (sql.shouldInlineParams !== true && chunks.every((chunk, index) => chunk === sql.queryChunks[index]))
    return sql;
  return Object.create(sql, {
    shouldInlineParams: { value: false },
    queryChunks: { value: chunks },
  }) as SqlObject;
}
