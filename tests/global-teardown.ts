import './global-setup.ts';

/** Once in a run, after the last database test. */
export default async function tearDown(): Promise<void> {
  await globalThis.testServer?.stop();
}
