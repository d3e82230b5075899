import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { PooledClient } from './pooled-client.ts';
import { isStale } from './stale-statement.ts';

type Ask = (
  query: unknown,
  values: unknown,
  callback: (error: Error | null, result: unknown) => void,
) => void;

/**
 * Asks on a connection of the pool, and gives it back. pg's own way throws a connection away when a query has failed on it:
 * each row that is there already, and each statement that took too long, then costs the server another log-in. Here only one
 * that is of no use any more is thrown away.
 */
export async function askPool(pool: pg.Pool, query: unknown, values: unknown): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    pool.connect((failure, client) => {
      if (client === undefined) {
        reject(failure ?? new Error('no connection'));
        return;
      }
      let isAnswered = false;
      try {
        (client.query as Ask)(query, values, (error, result) => {
          // pg says twice of a value that it cannot write: that it cannot, and that the query has ended.
          if (isAnswered) return;
          isAnswered = true;
          if (error === null) {
            client.release();
            resolve(result);
          } else
            giveBack(client, error, () => {
              reject(error);
            });
        });
      } catch (thrown) {
        // pg refuses what is no query by an exception, and may have sent a part of it.
        const error = isNativeError(thrown) ? thrown : new Error(String(thrown));
        client.release(error);
        reject(error);
      }
    });
  });
}

/** SQLSTATEs that tell of the server or of the session, such as one that only reads any more: another connection may find a better one. */
const OF_CONNECTION = /^(?:25|53|57P|58|F0|XX)/;

/** An error of the server is mostly the answer to one statement. */
function isOfStatement(error: Error): error is pg.DatabaseError {
  if (!(error instanceof pg.DatabaseError)) return false;
  // What stands there under the name would fail again.
  return !OF_CONNECTION.test(error.code ?? '') && !isStale(error);
}

function giveBack(client: pg.PoolClient, error: Error, done: () => void): void {
  if (!(client instanceof PooledClient) || !isOfStatement(error)) {
    client.release(error);
    done();
    return;
  }
  // Whoever is told asks again perhaps, and finds this one.
  client.whenAnswered((status) => {
    client.release(status === 'I' ? undefined : error);
    done();
  });
}
