import { env } from '../../../env.ts';
import type { ConnectionSettings } from '../../../postgres/settings.ts';
import { logSlowToStderr, logToStderr } from '../query-log.ts';
import type { QueryLog } from '../query-log.ts';
import { SlowQueries } from './slow-query.ts';
import type { SlowQueryOptions } from './slow-query.ts';
import { openTelemetry } from './tracing.ts';
import type { OpenTelemetry } from './tracing.ts';
import type { Watchers } from './watch.ts';

/** What a client says of its queries. */
export interface WatchOptions {
  /** What is said of each query: nothing, a line on stderr, or whatever a function makes of it. By default DATABASE_LOG. */
  readonly log?: 'off' | 'queries' | QueryLog;
  /** Whether the log shows parameters, which may be secrets. */
  readonly logParameters?: boolean;
  /** What is said of slow ones; by default a line on stderr where DATABASE_SLOW_QUERY_MS is set. */
  readonly slowQuery?: SlowQueryOptions | false;
  /** Whether errors say the values of parameters, which may be secrets. By default they do not. */
  readonly errorParameters?: boolean;
  /** The API of OpenTelemetry, where the project's own cannot be found; false makes no spans. */
  readonly tracing?: OpenTelemetry | false;
}

/** Who wants to know of the queries of a client, its environment asked. */
export function watchersOf(options: WatchOptions, settings: () => ConnectionSettings): Watchers {
  const { tracing, errorParameters = false } = options;
  return {
    log: queryLog(options),
    slow: slowQueries(options, settings),
    tracing: tracing === undefined ? openTelemetry : () => tracing || undefined,
    errorParameters,
  };
}

function slowQueries(
  { slowQuery = {} }: WatchOptions,
  settings: () => ConnectionSettings,
): SlowQueries | undefined {
  if (slowQuery === false) return undefined;
  const { ms = env().slowQueryMs, log = logSlowToStderr, explain } = slowQuery;
  if (ms === undefined) return undefined;
  return new SlowQueries({ ms, log, ...(explain !== undefined && { explain }) }, settings);
}

function queryLog({ log, logParameters }: WatchOptions): Watchers['log'] {
  const wanted = log ?? env().log;
  if (wanted === 'off') return undefined;
  return {
    write: typeof wanted === 'function' ? wanted : logToStderr,
    withParameters: logParameters ?? wanted === 'parameters',
  };
}
