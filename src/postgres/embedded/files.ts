import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Problem } from '../../problem.ts';

/** Whose a file is. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Whether this process is root, which Postgres refuses to run as. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** Says a failed file operation in words; anything that is not one is handed back as it is. */
export function fileProblem(error: unknown, doing: string): unknown {
  if (error instanceof Problem) return error;
  // Not `instanceof Error`: an error of Node's own is another Error than ours in a sandbox such as Jest's.
  const { code } = error as { code?: string };
  const reasons: Record<string, string> = {
    ENOENT: 'no such file or folder, was it removed just now?',
    EACCES: 'permission denied',
    EPERM: 'not permitted',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left on the device',
    EDQUOT: 'the disk quota is used up',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EEXIST: 'a file of that name is in the way',
  };
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return error;
  return new Problem({
    code: 'embedded/unwritable',
    what: `embedded PostgreSQL: ${doing}: ${reason}`,
    why: 'the embedded server keeps its data, its log and its address in that folder',
    fix: 'make the folder writable or free some space; or set DATABASE_URL to a server that you run yourself',
    cause: error,
  });
}

/** Makes a folder and those above it; those that it had to make belong to the given owner and can be entered by all. */
export function makeFolder(folder: string, owner: Owner | undefined): void {
  const missing: string[] = [];
  for (let part = folder; !existsSync(part); part = path.dirname(part)) missing.unshift(part);
  // Not `recursive`: that says ENOENT where the file system is read-only.
  for (const part of missing) {
    if (!make(part) || owner === undefined) continue;
    // Root's umask may be 077; the account that runs the server has to get through what we just made.
    chmodSync(part, 0o755);
    chownSync(part, owner.uid, owner.gid);
  }
}

function make(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    // Another process makes the same one at the same time.
    if ((error as { code?: string }).code === 'EEXIST' && statSync(folder).isDirectory()) return false;
    throw error;
  }
}

/** Puts a file in place whole or not at all, readable by its owner alone. */
export function writeWhole(file: string, text: string, owner: Owner | undefined): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    // 'wx' never follows a link that somebody put there.
    writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
    if (owner !== undefined) lchownSync(draft, owner.uid, owner.gid);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Who owns the nearest part of a path that exists. */
export function nearestOwner(target: string): Owner {
  for (let folder = target; ; folder = path.dirname(folder)) {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats !== undefined || folder === path.dirname(folder)) return stats ?? { uid: 0, gid: 0 };
  }
}
