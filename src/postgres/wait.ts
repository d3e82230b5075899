import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { Problem } from '../problem.ts';
import { connect } from './client.ts';
import type { ConnectionSettings } from './settings.ts';

/** What a server that is about to be there answers with. */
const NOT_YET = new Set([
  'connection/refused',
  'connection/starting-up',
  'connection/closed',
  'connection/timeout',
  'connection/unknown-host',
  'connection/no-host',
]);

/** How long to wait for a server, and who is told. */
export interface Patience {
  readonly seconds: number;
  readonly onProgress?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Waits until the server takes connections; gives up with the last reason. */
export async function waitForServer(settings: ConnectionSettings, patience: Patience): Promise<void> {
  try {
    const client = await connectWhenReady(settings, patience);
    await client.end();
  } catch (error) {
    // A database that is missing is a server that answers.
    if (!(error instanceof Problem && error.code === 'connection/no-database')) throw error;
  }
}

/** Opens one connection as soon as the server takes any; the caller ends it. */
export async function connectWhenReady(
  settings: ConnectionSettings,
  { seconds, onProgress, signal }: Patience,
): Promise<Client> {
  const start = performance.now();
  let said = 1;
  for (;;) {
    try {
      return await connect(settings);
    } catch (error) {
      const waited = (performance.now() - start) / 1000;
      if (!(error instanceof Problem) || !NOT_YET.has(error.code) || waited >= seconds) throw error;
      if (waited >= said) {
        onProgress?.(`waiting for the database, ${Math.floor(waited)} of ${seconds} s (${error.code})`);
        said = waited + 5;
      }
      await sleep(200, undefined, { signal });
    }
  }
}
