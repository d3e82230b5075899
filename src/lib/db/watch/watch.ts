import type { LazyPool } from '../../../postgres/pool.ts';
import { hideValues } from '../errors/index.ts';
import { failure, report, rowCount } from '../query-log.ts';
import type { QueryLog } from '../query-log.ts';
import { Counters } from './counters.ts';
import { CHANNELS } from './events.ts';
import type { SlowQueries } from './slow-query.ts';
import { endSpan, startSpan } from './tracing.ts';
import type { OpenTelemetry, Span } from './tracing.ts';

/** Who wants to know of queries, besides those who listen to a channel. */
export interface Watchers {
  readonly log?: { readonly write: QueryLog; readonly withParameters: boolean } | undefined;
  readonly slow?: SlowQueries | undefined;
  /** The API of OpenTelemetry, or undefined where spans are not wanted. */
  readonly tracing: () => OpenTelemetry | undefined;
  /** Whether errors may say the values of parameters. */
  readonly errorParameters: boolean;
}

/** A query that runs. */
export interface Running {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly name: string | undefined;
  readonly start: number;
  readonly span: Span | undefined;
}

/** What `client.query` may be given first. */
interface Given {
  readonly text?: unknown;
  readonly values?: unknown;
  readonly name?: string;
  readonly submit?: unknown;
  readonly callback?: unknown;
}

const NO_VALUES: readonly unknown[] = [];

/** What one pool counts and tells of its queries. */
export class Watch {
  readonly counters = new Counters();
  readonly #pool: LazyPool;
  readonly #ask: () => Watchers;
  #watchers: Watchers | undefined;

  /** `ask` is asked with the first connection: it may read the environment. */
  constructor(pool: LazyPool, ask: () => Watchers) {
    this.#pool = pool;
    this.#ask = ask;
  }

  get watchers(): Watchers {
    return (this.#watchers ??= this.#ask());
  }

  /** When all that was to be told has been told. */
  async idle(): Promise<void> {
    await this.#watchers?.slow?.idle();
  }

  /** Undefined for what reports to somebody else: a cursor, a stream, a callback in the query's own object. */
  begin(first: unknown, second: unknown): Running | undefined {
    const config = typeof first === 'string' ? { text: first } : (first as Given | null);
    if (typeof config?.text !== 'string' || config.submit !== undefined || config.callback !== undefined)
      return undefined;
    const { text: sql, name } = config;
    const given = Array.isArray(second) ? second : config.values;
    const values: readonly unknown[] = Array.isArray(given) ? given : NO_VALUES;
    const api = this.watchers.tracing();
    const span = api && startSpan(api, this.#pool, { sql, parameterCount: values.length, name });
    return { sql, values, name, span, start: performance.now() };
  }

  end(query: Running, error: unknown, result: unknown): void {
    const milliseconds = performance.now() - query.start;
    const { log, slow, errorParameters } = this.watchers;
    const isFailure = error !== null && error !== undefined;
    if (isFailure && !errorParameters) hideValues(error, query.values);
    const failed = isFailure ? failure(error) : undefined;
    this.counters.query(milliseconds, failed);
    if (query.span !== undefined) endSpan(query.span, failed);
    const isSlow = slow !== undefined && milliseconds >= slow.ms;
    if (log === undefined && !isSlow && !CHANNELS.query.hasSubscribers) return;
    const told = {
      sql: query.sql,
      parameterCount: query.values.length,
      milliseconds,
      ...(failed === undefined ? { rows: rowCount(result) } : { error: failed }),
    };
    if (log !== undefined)
      report(log.write, log.withParameters ? { ...told, parameters: query.values } : told);
    if (isSlow) slow.tell(told);
    if (CHANNELS.query.hasSubscribers)
      CHANNELS.query.publish({
        ...told,
        pool: this.#pool,
        ...(query.name !== undefined && { name: query.name }),
      });
  }
}
