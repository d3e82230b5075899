import { isNativeError } from 'node:util/types';
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
 * By the prototype of a session or a query of Drizzle, the same that says no values. Prototypes, since a function that is an
 * object's own keeps what it is made of until the whole heap is looked through: for a query that costs as much as to build it.
 */
const GUARDED = new WeakMap<object, object>();
/** Those that it has made. */
const GUARDS = new WeakSet<object>();

/**
 * Makes the errors of a Drizzle client, or of a transaction, say a `?` where they would say the value of a parameter. Only
 * this client is changed, and the transactions that it begins: other users of the same drizzle-orm see theirs as they were.
 */
export function hideParameters(client: HasSession): void {
  guard(client._.session as Session, guardedSession);
}

/** The same for a handle that is made of a client: it does as that does. */
export function hideAs(client: HasSession, handle: HasSession): void {
  if (isGuarded(client._.session)) hideParameters(handle);
}

function isGuarded(object: unknown): boolean {
  return GUARDS.has(Object.getPrototypeOf(object) as object);
}

function guard<Guarded extends object>(object: Guarded, make: (own: Guarded) => Partial<Guarded>): Guarded {
  if (isGuarded(object)) return object;
  const own = Object.getPrototypeOf(object) as Guarded;
  let guarded = GUARDED.get(own);
  if (guarded === undefined) {
    guarded = Object.setPrototypeOf(make(own), own) as object;
    GUARDED.set(own, guarded);
    GUARDS.add(guarded);
  }
  return Object.setPrototypeOf(object, guarded) as Guarded;
}

function guardedSession(own: Session): Partial<Session> {
  return {
    prepareQuery(this: Session, ...given) {
      return guard(own.prepareQuery.apply(this, given), guardedQuery);
    },
    async transaction(this: Session, run, config) {
      const begun: Run = async (handle) => {
        hideParameters(handle);
        return await run(handle);
      };
      return await own.transaction.call(this, begun, config);
    },
  };
}

/** Every way to run a query of Drizzle goes through this one method, which makes the error. Before 0.44 there was none. */
function guardedQuery(own: Prepared): Partial<Prepared> {
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
