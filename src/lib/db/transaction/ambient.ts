import { AsyncLocalStorage } from 'node:async_hooks';
import { db } from '../client.ts';
import { wayOf } from './handle.ts';
import type { AnySchema, AuthSchema, Queryable, Transaction } from './handle.ts';

/** The transactions that are current, the innermost first: on several databases there may be several. */
interface Scope {
  readonly home: unknown;
  readonly transaction: unknown;
  readonly around: Scope | undefined;
}

const scopes = new AsyncLocalStorage<Scope | undefined>();

/** Runs `fn` where `transaction` is current for the client that it came from. */
export function whereCurrent<Result>(home: unknown, transaction: unknown, fn: () => Result): Result {
  return scopes.run({ home, transaction, around: scopes.getStore() }, fn);
}

/** The ambient transaction that this runs in, on `db` or on another client; undefined outside of one. */
export function currentTransaction<Schema extends AnySchema = AuthSchema>(
  client: Queryable<Schema> = db as unknown as Queryable<Schema>,
): Transaction<Schema> | undefined {
  let scope = scopes.getStore();
  if (scope === undefined) return undefined;
  const way = wayOf(client);
  while (scope !== undefined && !('pool' in way && scope.home === way.pool)) scope = scope.around;
  return scope?.transaction as Transaction<Schema> | undefined;
}

/** The ambient transaction that this runs in, or the client itself outside of one: `db` unless another is given. */
export function currentDb<Schema extends AnySchema = AuthSchema>(
  client: Queryable<Schema> = db as unknown as Queryable<Schema>,
): Queryable<Schema> {
  return currentTransaction(client) ?? client;
}

/** Runs `fn` where no transaction is ambient: for what outlives the one that it is started in. */
export function withoutTransaction<Result>(fn: () => Result): Result {
  return scopes.run(undefined, fn);
}
