import { isNativeError } from 'node:util/types';
import { reword } from './server-error.ts';

/** As far as it is needed here, what Drizzle's session prepares. */
interface Prepared {
  queryWithCache?: (text: string, params: unknown[], query: () => Promise<unknown>) => Promise<unknown>;
}

interface Session {
  prepareQuery: (...given: unknown[]) => Prepared;
  transaction: (run: (transaction: HasSession) => Promise<unknown>, config?: unknown) => Promise<unknown>;
}

interface HasSession {
  readonly _: { readonly session: unknown };
}

const DONE = new WeakSet<object>();

/**
 * Makes the errors of a Drizzle client, or of a transaction, say a `?` where they would say the value of a parameter. Only
 * this client is changed, and the transactions that it begins: other users of the same drizzle-orm see theirs as they were.
 */
export function hideParameters(client: HasSession): void {
  const session = client._.session as Session;
  if (DONE.has(session)) return;
  DONE.add(session);
  const prepareQuery = session.prepareQuery.bind(session);
  const transaction = session.transaction.bind(session);
  session.prepareQuery = (...given) => guarded(prepareQuery(...given));
  session.transaction = async (run, config) =>
    await transaction(async (begun) => {
      hideParameters(begun);
      return await run(begun);
    }, config);
}

/** The same for a handle that is made of a client: it does as that does. */
export function hideAs(client: HasSession, handle: HasSession): void {
  if (DONE.has(client._.session as Session)) hideParameters(handle);
}

/** Every way to run a query of Drizzle goes through this one method, which makes the error. Before 0.44 there was none. */
function guarded(prepared: Prepared): Prepared {
  const { queryWithCache } = prepared;
  if (queryWithCache !== undefined)
    prepared.queryWithCache = (text, params, query) =>
      queryWithCache.call(prepared, text, params, query).catch(rethrow);
  return prepared;
}

function rethrow(error: unknown): never {
  if (isQueryError(error)) {
    error.params = error.params.map(() => '?');
    reword(error, `Failed query: ${error.query}\nparams: ${error.params.join(',')}`);
  }
  throw error;
}

/** Told by its form: the class is not there to import in each version that may be installed. */
function isQueryError(error: unknown): error is Error & { readonly query: string; params: unknown[] } {
  return isNativeError(error) && 'query' in error && 'params' in error && Array.isArray(error.params);
}
