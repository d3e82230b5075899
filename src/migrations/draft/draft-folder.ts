import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PREFIX = 'keelson-draft-';
/** What stands in a shared folder may be of a process that cannot be seen from here: after a day it is nobody's. */
const A_DAY_MS = 86_400_000;

/** A folder for migrations that are tried out. Whoever was killed has left one: those are taken away. */
export function makeDraftFolder(parent = tmpdir()): string {
  for (const name of readdirSync(parent)) if (isLeft(parent, name)) remove(path.join(parent, name));
  return mkdtempSync(path.join(parent, `${PREFIX}${process.pid}-`));
}

function isLeft(parent: string, name: string): boolean {
  const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
  if (pid === undefined || isAlive(Number(pid))) return false;
  const made = statSync(path.join(parent, name), { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && made < Date.now() - A_DAY_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // One that may not be told anything is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    // Another user's.
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
