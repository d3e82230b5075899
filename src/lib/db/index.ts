export { closeDb, createDb, db, pool } from './client.ts';
export type { Db, DbOptions } from './client.ts';
export { first } from './first.ts';
export * from './operators.ts';
export { prepared } from './prepared/index.ts';
export type { Place, Prepared } from './prepared/index.ts';
export * from './queries/index.ts';
export type { LoggedQuery, QueryLog } from './query-log.ts';
export * from './schema/index.ts';
