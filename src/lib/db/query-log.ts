import type { PoolClient, QueryResult } from 'pg';

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

/** Reports each query of `client` when it has ended. The client is wrapped only when somebody wants to know. */
export function logQueries(client: PoolClient, log: QueryLog, withParameters: boolean): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const logged = (...given: unknown[]): unknown => {
    const { sql, parameters } = describe(given);
    // A cursor or a stream reports to its reader, not to us.
    if (sql === undefined) return query(...given);
    const start = performance.now();
    const end = (error: unknown, result: unknown): void => {
      report(log, {
        sql,
        parameterCount: parameters.length,
        ...(withParameters && { parameters }),
        milliseconds: performance.now() - start,
        ...(error === null || error === undefined ? { rows: rowCount(result) } : { error: failure(error) }),
      });
    };
    const callback = given.at(-1);
    if (typeof callback === 'function') {
      return query(...given.slice(0, -1), (error: unknown, result: unknown) => {
        end(error, result);
        (callback as (error: unknown, result: unknown) => void)(error, result);
      });
    }
    const answer = query(...given) as Promise<unknown> | undefined;
    // A callback in the query's own object: there is no promise, and its end is not heard of here.
    return answer?.then(
      (result) => {
        end(undefined, result);
        return result;
      },
      (error: unknown) => {
        end(error, undefined);
        throw error;
      },
    );
  };
  client.query = logged as PoolClient['query'];
}

/** A log that fails must not make a query that succeeded look failed. */
function report(log: QueryLog, query: LoggedQuery): void {
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

function describe([first, second]: unknown[]): { sql: string | undefined; parameters: readonly unknown[] } {
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  if (typeof first === 'string') return { sql: first, parameters: list(second) };
  const config = first as { text?: unknown; values?: unknown; submit?: unknown };
  if (typeof config.submit === 'function' || typeof config.text !== 'string')
    return { sql: undefined, parameters: [] };
  return { sql: config.text, parameters: list(config.values ?? second) };
}

function rowCount(result: unknown): number {
  // Several statements in one text give several results; the last one is what a caller looks at.
  const last = (Array.isArray(result) ? result.at(-1) : result) as QueryResult | undefined;
  return last?.rowCount ?? 0;
}

function failure(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : String((error as { message?: unknown }).message);
}

/** bigint has no JSON form; bytes are of no use in a log. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Uint8Array ? `${value.byteLength} bytes` : value;
}
