export { closeDb, createDb, db, health, pool, stats } from './client.ts';
export type { Db, DbOptions, ReplicatedDb } from './client.ts';
export { closeOnSignal } from './end/index.ts';
export type { Closed, CloseOptions, SignalOptions } from './end/index.ts';
export { first } from './first.ts';
export { idempotent } from './idempotent.ts';
export type { IdempotentOptions } from './idempotent.ts';
export type { AppliedMigrations, Health, HealthOptions, ReplicaLag } from './health/index.ts';
export * from './operators.ts';
export { prepared } from './prepared/index.ts';
export type { Place, Prepared } from './prepared/index.ts';
export * from './queries/index.ts';
export type { LoggedQuery, QueryLog } from './query-log.ts';
export { isWriteMark, readAfter, replicaStates, writeMark } from './replicas/index.ts';
export type { ReadAfterOptions, ReplicaOptions, ReplicaState, WeightedReplica } from './replicas/index.ts';
export * from './schema/index.ts';
export { hashToken, newToken, withHashedSessionTokens } from './tokens/index.ts';
export type { SessionAdapter } from './tokens/index.ts';
export { on } from './watch/index.ts';
export type {
  ConnectionEvent,
  DbEvents,
  Durations,
  OpenTelemetry,
  PoolCounts,
  PoolEvent,
  QueryEvent,
  QueryTimes,
  SlowQuery,
  SlowQueryOptions,
  Stats,
  WatchOptions,
} from './watch/index.ts';
export { currentDb, currentTransaction, withoutTransaction, withTransaction } from './transaction/index.ts';
export type { Isolation, Queryable, Retry, Transaction, TransactionOptions } from './transaction/index.ts';
