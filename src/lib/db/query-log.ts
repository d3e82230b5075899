import type { QueryResult } from 'pg';

/** One query as it is logged. Parameters are there only when they were asked for. */
export interface LoggedQuery {
  readonly sql: string;
  readonly parameterCount: number;
  readonly parameters?: readonly unknown[];
  readonly milliseconds: number;
  readonly rows?: number;
  /** The SQLSTATE or message of a failure. */
  readonly error?: string;
}

export type QueryLog = (query: LoggedQuery) => void;

/** A log that fails must not make a query that succeeded look failed. */
export function report<Query extends LoggedQuery>(log: (query: Query) => void, query: Query): void {
  try {
    log(query);
  } catch (error) {
    process.emitWarning(`the query log failed: ${String(error)}`);
  }
}

/** A line on stderr for each query. */
export function logToStderr({
  sql,
  parameterCount,
  parameters,
  milliseconds,
  rows,
  error,
}: LoggedQuery): void {
  const outcome = error === undefined ? `${rows ?? 0} rows` : `failed: ${error}`;
  const given =
    parameters === undefined ? `${parameterCount} parameters` : JSON.stringify(parameters, readable);
  process.stderr.write(`query ${milliseconds.toFixed(1)} ms, ${outcome}: ${sql} [${given}]\n`);
}

/** The same for one that was slow, with its plan below it where there is one. */
export function logSlowToStderr({
  plan,
  noPlan,
  ...query
}: LoggedQuery & { readonly plan?: string; readonly noPlan?: string }): void {
  process.stderr.write('slow ');
  logToStderr(query);
  if (plan !== undefined) process.stderr.write(`${plan.replaceAll(/^/gm, '  ')}\n`);
  if (noPlan !== undefined) process.stderr.write(`  no plan: ${noPlan}\n`);
}

/** How many rows a query gave or changed. */
export function rowCount(result: unknown): number {
  // Several statements in one text give several results; the last one is what a caller looks at.
  const last = (Array.isArray(result) ? result.at(-1) : result) as QueryResult | undefined;
  return last?.rowCount ?? 0;
}

/** What a failure is known by: an SQLSTATE, the code of a Problem or of Node, or else its message. */
export function failure(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : String((error as { message?: unknown }).message);
}

/** bigint has no JSON form; bytes are of no use in a log. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Uint8Array ? `${value.byteLength} bytes` : value;
}
