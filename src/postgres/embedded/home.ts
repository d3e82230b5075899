import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { userName } from './account.ts';
import { fileProblem, isRoot, makeFolder, nearestOwner, type Owner, writeWhole } from './files.ts';
import { Problem } from '../../problem.ts';

/** The folder of one server, and what is where in it. */
export interface Home {
  readonly path: string;
  readonly state: string;
  readonly log: string;
  readonly lock: string;
  /** Where the data lives unless the account that runs the server cannot get here. */
  readonly data: string;
  /** Ties the home to data that is elsewhere. */
  readonly tie: string;
}

/** The places in a home, whether it exists or not. */
export function homeAt(folder: string): Home {
  const home = realPath(path.resolve(folder));
  return {
    path: home,
    state: path.join(home, 'server.json'),
    log: path.join(home, 'server.log'),
    lock: path.join(home, 'lock'),
    data: path.join(home, 'data'),
    tie: path.join(home, 'data-is-elsewhere'),
  };
}

/** One home has one path, by whichever link it is reached and whether it exists yet or not. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? folder : path.join(realPath(parent), path.basename(folder));
  }
}

/** Makes the folder when it is missing; refuses one that is another user's. Returns who is to own what is put in it. */
export function makeHome(home: Home): Owner | undefined {
  refuseForeign(home.path);
  // Root working in somebody's checkout leaves nothing there that this somebody cannot use or remove.
  const owner = isRoot() ? nearestOwner(home.path) : undefined;
  try {
    makeFolder(home.path, owner);
    makeFolder(home.lock, owner);
    // A project that has never heard of this folder must not commit a database with its password.
    const ignore = path.join(home.path, '.gitignore');
    if (!existsSync(ignore)) writeWhole(ignore, '*\n', owner);
  } catch (error) {
    throw fileProblem(error, `cannot make ${home.path}`);
  }
  return owner;
}

/** Refuses a file or folder that belongs to another user, unless this is root. */
export function refuseForeign(target: string): void {
  const uid = process.geteuid?.();
  if (uid === undefined || uid === 0) return;
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats !== undefined && stats.uid !== uid) throw notYours(target, stats.uid);
}

/** The refusal to touch what belongs to another user. */
export function notYours(target: string, uid: number | undefined, cause?: unknown): Problem {
  const owner = uid === undefined ? 'another user' : userName(uid);
  return new Problem({
    code: 'embedded/not-yours',
    what: `embedded PostgreSQL: ${target} belongs to ${owner}, this command runs as ${userName(process.geteuid?.() ?? -1)}`,
    why: 'only the user who made an embedded server can start, stop or reach it',
    fix: `run the command as ${owner}, or have ${owner} run npm run db:down and remove the folder, then start again; or set DATABASE_URL`,
    cause,
  });
}
