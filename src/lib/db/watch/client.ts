import type { PoolClient } from 'pg';
import type { Watch } from './watch.ts';

type Callback = (error: unknown, result: unknown) => void;

/**
 * The one place where the queries of a connection are seen: those of the pool, of Drizzle, of prepared statements and of
 * transactions all come through `client.query`. Whoever wants to know of them is told by `watch`.
 */
export function watchClient(client: PoolClient, watch: Watch): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const watched = (first: unknown, second?: unknown, third?: unknown): unknown => {
    const running = watch.begin(first, second);
    if (running === undefined) return query(first, second, third);
    const callback = typeof third === 'function' ? third : typeof second === 'function' ? second : undefined;
    if (callback !== undefined) {
      const heard: Callback = (error, result) => {
        watch.end(running, error, result);
        (callback as Callback)(error, result);
      };
      return third === callback ? query(first, second, heard) : query(first, heard);
    }
    return (query(first, second) as Promise<unknown>).then(
      (result) => {
        watch.end(running, undefined, result);
        return result;
      },
      (error: unknown) => {
        watch.end(running, error, undefined);
        throw error;
      },
    );
  };
  client.query = watched as PoolClient['query'];
}
