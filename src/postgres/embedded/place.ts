import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { canEnter, type Account } from './account.ts';
import { isRoot, makeFolder, writeWhole } from './files.ts';
import { homeAt, type Home } from './home.ts';
import { Problem } from '../../problem.ts';

/** Where root may put what another user must reach. The first is root's alone; the second is everybody's, but sticky. */
const PARENTS = ['/var/lib', '/var/tmp'];
const NAME = 'keelson-embedded-postgres';

/** Where the data of a new cluster goes: into the home, or outside of it when the account cannot get there. */
export function chooseDataDirectory(home: Home, account: Account | undefined): string {
  if (account === undefined || canEnter(account, home.path)) return home.data;
  const folder = path.join(sharedFolder(account), `data-${randomBytes(6).toString('hex')}`);
  makeFolder(folder, { uid: 0, gid: 0 });
  tie(home, folder);
  return path.join(folder, 'data');
}

/** The folders outside of the home that are this home's: those of homes that were moved away from here are not. */
export function outsideFolders(home: Home): string[] {
  return allOutside()
    .filter((outside) => outside.home === home.path)
    .filter(({ folder }) => linksOf(folder) < 2 || isTied(home, folder))
    .map(({ folder }) => folder);
}

/** The folders outside of homes that are gone for certain, not only moved or on a disk that is not mounted. */
export function abandonedFolders(): string[] {
  return allOutside()
    .filter((outside) => linksOf(outside.folder) === 1 && !existsSync(homeAt(outside.home).state))
    .map(({ folder }) => folder);
}

/** Whether data outside a home is this home's. One that was moved takes its data along, a copy gets data of its own. */
export function isMadeFor(home: Home, dataDirectory: string): boolean {
  if (dataDirectory === home.data) return true;
  const folder = path.dirname(dataDirectory);
  const recorded = isTrusted(path.dirname(folder)) ? homeOf(folder) : undefined;
  if (recorded === undefined) return false;
  if (recorded === home.path) return true;
  const isCopy = !isTied(home, folder) && (linksOf(folder) > 1 || existsSync(homeAt(recorded).state));
  if (!isCopy && isRoot()) tie(home, folder);
  return !isCopy;
}

/**
 * Ties a folder outside to its home: by the path that is written in it, and by one file under two names. As long as
 * the home is anywhere on the disk, that file has its second name; removing the home takes it away.
 */
function tie(home: Home, folder: string): void {
  writeWhole(homeFile(folder), `${home.path}\n`, undefined);
  if (isTied(home, folder)) return;
  try {
    for (const file of [home.tie, tieFile(folder)]) rmSync(file, { force: true });
    const words = `The data of this server is in ${folder}. It goes when this folder goes.\n`;
    writeFileSync(home.tie, words, { flag: 'wx' });
    linkSync(home.tie, tieFile(folder));
  } catch {
    // On two disks one file cannot have two names: then the data is never taken for abandoned.
    rmSync(home.tie, { force: true });
  }
}

function isTied(home: Home, folder: string): boolean {
  const [here, there] = [home.tie, tieFile(folder)].map((file) => lstatSync(file, { throwIfNoEntry: false }));
  return here !== undefined && here.ino === there?.ino && here.dev === there.dev;
}

/** How many names the tie has; 0 where there is none. */
function linksOf(folder: string): number {
  return lstatSync(tieFile(folder), { throwIfNoEntry: false })?.nlink ?? 0;
}

function allOutside(): { folder: string; home: string }[] {
  if (!isRoot()) return [];
  return PARENTS.map((parent) => path.join(parent, NAME))
    .filter(isTrusted)
    .flatMap((shared) => readdirSync(shared).map((entry) => path.join(shared, entry)))
    .flatMap((folder) => {
      const home = homeOf(folder);
      return home === undefined ? [] : [{ folder, home }];
    });
}

/** A folder of root's that the account can enter, made when it is missing and never trusted by its name alone. */
export function sharedFolder(account: Account): string {
  for (const parent of PARENTS) {
    if (!existsSync(parent)) continue;
    const folder = path.join(parent, NAME);
    if (make(folder) && isTrusted(folder) && canEnter(account, folder)) return folder;
  }
  throw new Problem({
    code: 'embedded/no-reachable-place',
    what: `embedded PostgreSQL: ${account.name}, who runs the server for root, can enter neither the checkout nor a folder of root's in ${PARENTS.join(' or ')}`,
    why: 'PostgreSQL refuses to run as root, and the user who runs it must reach its programs and its data',
    fix: `put the checkout where ${account.name} can enter it, or run the command as an ordinary user; or set DATABASE_URL`,
  });
}

function make(folder: string): boolean {
  try {
    mkdirSync(folder);
    // We made it this moment, so it is ours to open; root's umask may have closed it.
    chmodSync(folder, 0o755);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST';
  }
}

/** In a folder where everybody may create names, a name says nothing: the folder must be root's and closed to others. */
function isTrusted(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === 0 && (stats.mode & 0o022) === 0;
}

function homeFile(folder: string): string {
  return path.join(folder, 'home');
}

function tieFile(folder: string): string {
  return path.join(folder, 'tie');
}

function homeOf(folder: string): string | undefined {
  try {
    return readFileSync(homeFile(folder), 'utf8').trim();
  } catch {
    return undefined;
  }
}
