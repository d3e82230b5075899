export { serverlessDb } from './db.ts';
export type { ServerlessDb, ServerlessOptions } from './db.ts';
