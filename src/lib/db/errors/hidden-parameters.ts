import { isNativeError } from 'node:util/types';
import { prototypeLayer } from '../prototype-layer.ts';
import { reword } from './server-error.ts';

/** As far as it is needed here, what Drizzle's session prepares. */
interface Prepared {
  queryWithCache?(text: string, params: unknown[], query: () => Promise<unknown>): Promise<unknown>;
}

type Run = (transaction: HasSession) => Promise<unknown>;

interface Session {
  prepareQuery(...given: unknown[]): Prepared;
  transaction(run: Run, config?: unknown): Promise<unknown>;
}

interface HasSession {
  readonly _: { readonly session: unknown };
}

/**
 * Makes the errors of a Drizzle client, or of a transaction, say a `?` where they would say the value of a parameter. Only
 * this client is changed, and the transactions that it begins: other users of the same drizzle-orm see theirs as they were.
 */
export function hideParameters(client: HasSession): void {
  guardedSession.on(client._.session as Session);
}

/** The same for a handle that is made of a client: it does as that does. */
export function hideAs(client: HasSession, handle: HasSession): void {
  if (guardedSession.isOn(client._.session)) hideParameters(handle);
}

/** Every way to run a query of Drizzle goes through this one method, which makes the error. Before 0.44 there was none. */
const guardedQuery = prototypeLayer<Prepared>((own) => {
  if (own.queryWithCache === undefined) return {};
  return {
    async queryWithCache(this: Prepared, text, params, query) {
      try {
        return await own.queryWithCache?.call(this, text, params, query);
      } catch (error) {
        rethrow(error);
      }
    },
  };
});

const guardedSession = prototypeLayer<Session>((own) => ({
  prepareQuery(this: Session, ...given) {
    return guardedQuery.on(own.prepareQuery.apply(this, given));
  },
  async transaction(this: Session, run, config) {
    const begun: Run = async (handle) => {
      hideParameters(handle);
      return await run(handle);
    };
    return await own.transaction.call(this, begun, config);
  },
}));

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
