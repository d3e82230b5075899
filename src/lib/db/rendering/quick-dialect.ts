import * as drizzle from 'drizzle-orm';
import { prototypeLayer } from '../prototype-layer.ts';
import { Rendering } from './rendering.ts';

const { Column, SQL, StringChunk, sql: sqlTag } = drizzle;
const COMMA = new StringChunk(', ');

/** What Drizzle's dialect has, but not its types. */
interface Dialect {
  readonly casing: { getColumnCasing(column: drizzle.Column): string };
  sqlToQuery(sql: drizzle.SQL, invokeSource?: 'indexes'): unknown;
  buildSelection(
    fields: readonly { readonly field: unknown }[],
    options?: { readonly isSingleTable?: boolean },
  ): drizzle.SQL;
}

/** Makes a Drizzle client, and the transactions that it begins, write the same queries in less time. */
export function renderQuickly(client: { readonly _: { readonly session: unknown } }): void {
  quickDialect.on((client._.session as { readonly dialect: Dialect }).dialect);
}

const quickDialect = prototypeLayer<Dialect>((own) => ({
  sqlToQuery(this: Dialect, sql, invokeSource) {
    const isPlain = Object.getPrototypeOf(sql) === SQL.prototype;
    return own.sqlToQuery.call(this, isPlain ? new Rendering(sql) : sql, invokeSource);
  },
  buildSelection(this: Dialect, fields, options) {
    const selection = sqlTag.empty();
    const { queryChunks: chunks } = selection;
    for (const { field } of fields) {
      if (!(field instanceof Column)) return own.buildSelection.call(this, fields, options);
      if (chunks.length > 0) chunks.push(COMMA);
      chunks.push(
        options?.isSingleTable === true
          ? sqlTag.identifier(this.casing.getColumnCasing(field as drizzle.Column))
          : field,
      );
    }
    return selection;
  },
}));
