import pg from 'pg';
import { explainFailedConnect } from './connection-error.ts';
import { pgConfig } from './pg-config.ts';
import type { ConnectionSettings } from './settings.ts';

/** Opens one connection; the caller ends it. A failure says what was tried. */
export async function connect(settings: ConnectionSettings): Promise<pg.Client> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client(await pgConfig(settings));
    // The next query tells of a lost connection; without a listener the process would end instead.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    // pg leaves the socket open after some failures, and the process would wait for it.
    void client?.end();
    throw explainFailedConnect(error, settings);
  }
}

/** Runs `use` on a connection of its own, which is closed whatever happens. */
export async function withClient<Result>(
  settings: ConnectionSettings,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(settings);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
