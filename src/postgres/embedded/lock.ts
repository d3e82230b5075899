import { readdirSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileProblem } from './files.ts';
import { isAlive, processFacts } from './process.ts';
import { waitFor, type Patience } from './patience.ts';
import { Problem } from '../../problem.ts';

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly started: string | undefined;
  readonly machine: string;
}

const FREE = 'free';
/** Nothing is held this long: every step under the lock is bounded. Decides where a pid cannot be judged. */
const OLD_MS = 300_000;
/** A file is named and filled in one go; one that stays empty lost its writer in between. */
const EMPTY_MS = 5_000;

/**
 * Runs the work while no other process runs work under the same folder. A holder that dies frees it.
 *
 * The folder holds numbered files and the highest number says who holds it. Taking and freeing both make the next
 * number, which only one process can do, and nobody ever removes the highest: so two processes that find a dead
 * holder cannot both take its place.
 */
export async function withLock<T>(
  folder: string,
  patience: Patience & { readonly what: string },
  work: () => Promise<T>,
): Promise<T> {
  const number = await waitFor(patience.what, patience, () => attempt(folder));
  if (number === undefined) throw stillHeld(folder, patience);
  try {
    return await work();
  } finally {
    release(folder, number);
  }
}

function attempt(folder: string): number | undefined {
  try {
    const top = highest(folder);
    return top !== 0 && isHeld(path.join(folder, String(top))) ? undefined : take(folder, top + 1);
  } catch (error) {
    throw fileProblem(error, `cannot lock ${folder}`);
  }
}

function take(folder: string, number: number): number | undefined {
  const file = path.join(folder, String(number));
  if (!create(file, JSON.stringify(ourselves()))) return undefined;
  // The number may have been used and cleared away while we were looking: then there is a higher one.
  if (highest(folder) !== number) {
    rmSync(file, { force: true });
    return undefined;
  }
  for (const lower of numbers(folder)) {
    if (lower < number) rmSync(path.join(folder, String(lower)), { force: true });
  }
  return number;
}

function release(folder: string, number: number): void {
  try {
    create(path.join(folder, String(number + 1)), FREE);
    rmSync(path.join(folder, String(number)), { force: true });
  } catch {
    // The folder was removed meanwhile, and the lock with it.
  }
}

function create(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    // Root and the owner of the checkout share the folder, whatever the umask of each.
    chmodSync(file, 0o644);
  } catch {
    // Cleared away already by one who took a higher number.
  }
  return true;
}

function isHeld(file: string): boolean {
  let text: string;
  let age: number;
  try {
    text = readFileSync(file, 'utf8');
    age = Date.now() - statSync(file).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  if (text === FREE) return false;
  const holder = parseHolder(text);
  if (holder === undefined) return age < EMPTY_MS;
  if (holder.machine !== machine()) return age < OLD_MS;
  return isAlive(holder.pid) && processFacts(holder.pid)?.started === holder.started;
}

function stillHeld(folder: string, { what, timeoutMs }: { what: string; timeoutMs: number }): Problem {
  const holder = parseHolder(textOf(path.join(folder, String(highest(folder)))));
  const who =
    holder === undefined
      ? 'another process'
      : `process ${holder.pid} on ${holder.machine.split(' ')[0] ?? ''}`;
  return new Problem({
    code: 'embedded/locked',
    what: `embedded PostgreSQL: ${who} has held ${folder} for more than ${Math.round(timeoutMs / 1000)} s (${what})`,
    why: 'one process at a time starts or stops the server of a folder',
    fix: `wait for it or end it; when no such process exists, remove ${folder}`,
  });
}

function highest(folder: string): number {
  return Math.max(0, ...numbers(folder));
}

function numbers(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function ourselves(): Holder {
  return { pid: process.pid, started: processFacts(process.pid)?.started, machine: machine() };
}

/** A pid means something only on the machine, and in the container, that gave it. */
function machine(): string {
  try {
    return `${hostname()} ${String(statSync('/proc/self/ns/pid').ino)}`;
  } catch {
    return hostname();
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Reads the text of a lock file; undefined for one that was never finished. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    if (typeof value.pid !== 'number' || typeof value.machine !== 'string') return undefined;
    return { pid: value.pid, started: value.started, machine: value.machine };
  } catch {
    return undefined;
  }
}
