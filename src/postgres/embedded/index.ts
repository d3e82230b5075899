export { startEmbeddedServer } from './start.ts';
export type { EmbeddedServer, StartOptions, StartTimings } from './server.ts';
export { stopEmbeddedServer, type StopOptions } from './stop.ts';
export { embeddedServerStatus, type EmbeddedServerStatus } from './status.ts';
