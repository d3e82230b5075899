import { startTestServer } from '../src/testing/index.ts';
import type { TestServer } from '../src/testing/index.ts';

declare global {
  var testServer: TestServer | undefined;
}

/** Once in a run, before the first database test: a server for all of them, with the migrated template. */
export default async function setUp(): Promise<void> {
  globalThis.testServer = await startTestServer({ migrate: true });
}
