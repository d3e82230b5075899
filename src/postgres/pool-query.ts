import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { PooledClient } from './pooled-client.ts';

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
          } else {
            giveBack(client, error);
            reject(error);
          }
        });
      } catch (error) {
        // pg refuses what is no query by an exception.
        client.release();
        reject(isNativeError(error) ? error : new Error(String(error)));
      }
    });
  });
}

/** An error of the server is the answer to one statement, unless it left a transaction open. */
function giveBack(client: pg.PoolClient, error: unknown): void {
  if (!(error instanceof pg.DatabaseError) || !(client instanceof PooledClient)) {
    client.release(error as Error);
    return;
  }
  client.whenAnswered((status) => {
    client.release(status === 'I' ? undefined : error);
  });
}
