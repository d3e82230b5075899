export { currentDb, currentTransaction, withoutTransaction } from './ambient.ts';
export type { Queryable, Transaction } from './handle.ts';
export type { Isolation, Retry, TransactionOptions } from './options.ts';
export { withTransaction } from './with-transaction.ts';
