export { expectParity } from './expect-parity.ts';
export type { ExpectParityOptions } from './expect-parity.ts';
export { startTestServer } from './server.ts';
export type { TestServer, TestServerOptions } from './server.ts';
export type { TestServerKind } from './choice.ts';
export { createTestDatabase } from './test-database.ts';
export type { TestDatabase, TestDatabaseOptions } from './test-database.ts';
export type { TemplateOptions } from './wanted-template.ts';
