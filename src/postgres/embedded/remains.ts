import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { clusterMajor } from './cluster.ts';
import type { Home } from './home.ts';
import { waitFor, type Patience } from './patience.ts';
import { abandonedFolders, outsideFolders } from './place.ts';
import { isServerOf, readPostmaster, strayServers } from './postmaster.ts';
import { isAlive } from './process.ts';
import { Problem } from '../../problem.ts';

/** Longer than an immediate shutdown ever takes. */
const END_MS = 10_000;

/** Refuses to make a new cluster where there is data that the home does not know how to reach. */
export function refuseUnknownData(home: Home, isRemembered: boolean): void {
  const kept = [home.data, ...outsideData(home)].find((data) => clusterMajor(data) !== undefined);
  // A home without a log is new: removing a home means to be rid of its data, wherever it was.
  if (!isRemembered && kept !== undefined && (kept === home.data || existsSync(home.log))) {
    throw new Problem({
      code: 'embedded/state-lost',
      what: `embedded PostgreSQL: there is data in ${kept}, but ${home.state} is missing`,
      why: 'that file holds the password of the server; without it nobody can log in to the data',
      fix: `put the file back; or stop the server and remove ${home.path} for a new and empty database`,
    });
  }
  if (existsSync(home.data) && clusterMajor(home.data) === undefined && readdirSync(home.data).length > 0) {
    throw new Problem({
      code: 'embedded/data-damaged',
      what: `embedded PostgreSQL: ${home.data} is not a complete database cluster`,
      why: 'parts of it were removed or never copied, and PostgreSQL cannot read the rest',
      fix: `restore the folder from a copy, or remove ${home.path} for a new and empty database`,
    });
  }
}

/** Ends servers whose home was removed under them, of this path or elsewhere, and removes what was theirs. */
export async function clearRemains(home: Home, { onProgress }: Patience): Promise<void> {
  for (const pid of strayServers(home.data)) await endAtOnce(pid);
  for (const folder of abandonedFolders()) {
    onProgress?.(`removing ${folder}: the folder of its server was removed`);
    const data = path.join(folder, 'data');
    const pid = readPostmaster(data)?.pid;
    if (pid !== undefined && isServerOf(pid, data) === 'yes') await endAtOnce(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/** The server of this home, or the one that a removed home left behind. */
export function anyServer(
  home: Home,
  dataDirectory: string | undefined,
): { pid: number; dataDirectory: string } | undefined {
  for (const data of [dataDirectory, home.data, ...outsideData(home)]) {
    const pid = data === undefined ? undefined : readPostmaster(data)?.pid;
    if (data !== undefined && pid !== undefined && isServerOf(pid, data) !== 'no')
      return { pid, dataDirectory: data };
  }
  return undefined;
}

function outsideData(home: Home): string[] {
  return outsideFolders(home).map((folder) => path.join(folder, 'data'));
}

/** Without the last checkpoint: its data is gone or about to be. */
async function endAtOnce(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    return;
  }
  await waitFor('ending a server without data', { timeoutMs: END_MS }, () =>
    isAlive(pid) ? undefined : true,
  );
}
