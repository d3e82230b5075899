import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { catalogFingerprint } from '../catalog/fingerprint.ts';
import { withClient } from '../postgres/client.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { isSource } from '../load-module.ts';
import { progress } from './terminal.ts';
import { watchFolders } from './watch-folders.ts';

/** How often the database is asked whether it has changed, in milliseconds. */
const PAUSE = 1000;
/** An editor writes several times in a row. */
const SETTLE = 150;

export interface WatchOptions {
  /** The files whose folders are watched. */
  readonly files: readonly string[];
  readonly connection: ConnectionSettings;
  /** The words of the command without --watch: it is run anew, so that no module of before is in the way. */
  readonly words: readonly string[];
}

/** Runs the command, and again whenever a schema file or the database changes, until the person ends it. */
export async function runWatching({ files, connection, words }: WatchOptions): Promise<void> {
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  let timer: NodeJS.Timeout | undefined;
  let child: ChildProcess | undefined;
  const run = (): void => {
    child?.kill();
    child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1, 2), ...words], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('exit', (code) => {
      if (code !== null) progress(`${new Date().toLocaleTimeString()}  watching; Ctrl-C ends it`);
    });
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(run, SETTLE);
  };
  const folders = [...new Set(files.map((file) => path.dirname(path.resolve(file))))];
  const stopWatching = watchFolders(folders, (file) => {
    if (isSource(file)) soon();
  });
  run();
  await followDatabase(connection, ended.signal, soon);
  clearTimeout(timer);
  stopWatching();
  child?.kill();
}

/** Calls when the catalogue has changed, until it is told to end. A database that is away is waited for. */
async function followDatabase(
  connection: ConnectionSettings,
  signal: AbortSignal,
  changed: () => void,
): Promise<void> {
  let last: string | undefined;
  while (!signal.aborted) {
    try {
      await withClient(connection, async (client) => {
        while (!signal.aborted) {
          const now = await catalogFingerprint(client);
          if (last !== undefined && now !== last) changed();
          last = now;
          await pause(signal);
        }
      });
    } catch {
      // The check itself says what is wrong with the connection.
      await pause(signal);
    }
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, PAUSE);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
