import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import { withClient } from './client.ts';
import type { ConnectionSettings } from './settings.ts';

/** What a server that is about to be there answers with. */
const NOT_YET = new Set([
  'connection/refused',
  'connection/starting-up',
  'connection/closed',
  'connection/timeout',
  'connection/unknown-host',
]);

/** Waits until the server takes connections; gives up with the last reason. */
export async function waitForServer(
  settings: ConnectionSettings,
  { seconds, onProgress }: { seconds: number; onProgress?: (message: string) => void },
): Promise<void> {
  const start = performance.now();
  let said = 1;
  for (;;) {
    try {
      await withClient(settings, () => Promise.resolve());
      return;
    } catch (error) {
      const waited = (performance.now() - start) / 1000;
      // A database that is missing is a server that answers.
      if (error instanceof Problem && error.code === 'connection/no-database') return;
      if (!(error instanceof Problem) || !NOT_YET.has(error.code) || waited >= seconds) throw error;
      if (waited >= said) {
        onProgress?.(`waiting for the database, ${Math.floor(waited)} of ${seconds} s (${error.code})`);
        said = waited + 5;
      }
      await sleep(200);
    }
  }
}
