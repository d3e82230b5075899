import { execFile } from 'node:child_process';
import path from 'node:path';
import { embeddedTestHome } from '../env.ts';
import { startEmbeddedServer } from '../postgres/embedded/index.ts';
import { connectionSettings } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { easeLogins } from './login.ts';
import { IDLE_SECONDS, SERVER_SETTINGS } from './server-settings.ts';

/** A server for tests that runs on this machine. */
export interface LocalServer {
  readonly settings: ConnectionSettings;
  /** For the line that tells the choice. */
  readonly description: string;
}

/** Starts the embedded server for tests of this folder, or finds it running. It ends by itself when nobody uses it. */
export async function startEmbedded(): Promise<LocalServer> {
  const { host, port, user, password, version, dataDirectory, startedNow } = await startEmbeddedServer({
    home: embeddedTestHome(),
    database: 'postgres',
    settings: SERVER_SETTINGS,
    stopWhenIdleForSeconds: IDLE_SECONDS,
  });
  const settings = connectionSettings({
    host,
    port,
    user,
    password,
    database: 'postgres',
    tls: { mode: 'disable', negotiation: 'postgres' },
  });
  if (startedNow) {
    await spreadDatabases(dataDirectory);
    await easeLogins(settings);
  }
  return { settings, description: `the embedded PostgreSQL ${version}, ${host}:${port}` };
}

/**
 * Before ext4 makes a file, it looks at every file that was deleted in the same part of the disk in the last
 * minutes. After some hundred dropped databases that takes ten times as long as a clone. With this attribute each
 * database's folder gets a part of its own. Where it is not known, test databases are only slower.
 */
async function spreadDatabases(dataDirectory: string): Promise<void> {
  if (process.platform !== 'linux') return;
  await new Promise<void>((resolve) => {
    execFile('chattr', ['+T', path.join(dataDirectory, 'base')], () => {
      resolve();
    });
  });
}
