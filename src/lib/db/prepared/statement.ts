import { is } from 'drizzle-orm';
import { PgSelectBase } from 'drizzle-orm/pg-core';
import { PgRelationalQuery } from 'drizzle-orm/pg-core/query-builders/query';
import type { QueryArrayConfig, QueryConfig, QueryResult } from 'pg';
import { refuseUnsayable } from '../../../postgres/identifier.ts';
import { Problem } from '../../../problem.ts';
import { binding } from './arguments.ts';
import { rowMapper } from './row-mapper.ts';
import type { Field } from './row-mapper.ts';

/** A query of Drizzle that can be prepared: a select, an insert, an update, a delete, or a relational query. */
export interface Preparable {
  prepare(name: string): unknown;
}

/** What Drizzle prepares, as far as it is needed here. */
interface DrizzleStatement {
  readonly client: Runs;
  readonly params: readonly unknown[];
  readonly fields?: readonly Field[];
  readonly joinsNotNullableMap?: Readonly<Record<string, boolean>>;
  readonly customResultMapper?: (rows: readonly unknown[][]) => unknown;
  readonly queryConfig: QueryArrayConfig;
  readonly rawQueryConfig: QueryConfig;
}

/** A pool, or one connection of it. */
export interface Runs {
  query(config: QueryConfig | QueryArrayConfig): Promise<QueryResult>;
  /** That of a pool of ours. */
  readonly statementNames?: { readonly forget: () => void };
}

/** A query as it is sent: all of it known but the values of its arguments. */
export interface Statement {
  readonly text: string;
  /** Where it runs unless it is told another place. */
  readonly home: Runs;
  /** Whether a client with replicas reads it from them. */
  readonly isRead: boolean;
  readonly config: (given: Readonly<Record<string, unknown>>, name: string) => QueryConfig | QueryArrayConfig;
  readonly result: (answer: QueryResult) => unknown;
}

/** With room for what tells a statement that was made again. */
const LONGEST_NAME = 59;

/** Makes a statement of a query. */
export function statementOf(name: string, query: Preparable): Statement {
  requireName(name);
  const drizzle = query.prepare(name) as DrizzleStatement;
  const { client, params, fields, customResultMapper, queryConfig, rawQueryConfig } = drizzle;
  const bind = binding(name, params);
  const isRaw = fields === undefined && customResultMapper === undefined;
  const base = isRaw ? rawQueryConfig : queryConfig;
  return {
    text: base.text,
    home: client,
    isRead: is(query, PgSelectBase) || is(query, PgRelationalQuery),
    config: (given, called) => ({ ...base, name: called, values: bind(given) }),
    result: resultOf(drizzle),
  };
}

function resultOf({
  fields,
  joinsNotNullableMap,
  customResultMapper,
}: DrizzleStatement): Statement['result'] {
  if (customResultMapper !== undefined) return ({ rows }) => customResultMapper(rows);
  if (fields === undefined) return (answer) => answer;
  const map = rowMapper(fields, joinsNotNullableMap);
  return ({ rows }) => (rows as unknown as readonly unknown[][]).map(map);
}

/** Postgres cuts long names, so that two of them could be one. */
function requireName(name: string): void {
  refuseUnsayable(name);
  if (name !== '' && Buffer.byteLength(name) <= LONGEST_NAME) return;
  throw new Problem({
    code: 'query/statement-name',
    what: `${name === '' ? 'an empty name' : name} cannot be the name of a prepared statement`,
    why: `Postgres cuts names at 63 bytes, some of which tell one that is made again, and one without a name is not kept`,
    fix: `give it a name of its own, of 1 to ${LONGEST_NAME} bytes`,
  });
}
