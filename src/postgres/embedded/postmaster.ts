import { randomBytes } from 'node:crypto';
import {
  chownSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { isRoot } from './files.ts';
import { isAlive, processFacts, type ProcessFacts } from './process.ts';

/** What a running server has written in its data directory. */
export interface Postmaster {
  readonly pid: number;
  /** Undefined until it listens. */
  readonly port: number | undefined;
  readonly status: 'starting' | 'stopping' | 'ready' | 'unknown';
}

/** Reads postmaster.pid; undefined when there is none, which is so when no server ran or the last one ended well. */
export function readPostmaster(dataDirectory: string): Postmaster | undefined {
  try {
    return parsePostmaster(readFileSync(pidFile(dataDirectory), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Reads the text of postmaster.pid: pid, data, start time, port, socket folder, address, shared memory, status. */
export function parsePostmaster(text: string): Postmaster | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const status = lines[7];
  return {
    pid,
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    status: status === 'ready' || status === 'stopping' || status === 'starting' ? status : 'unknown',
  };
}

/**
 * Whether the process of that number is the server of this data directory. After a crash or a reboot the number may
 * be anybody's; `unknown` where the system tells nothing of its processes.
 */
export function isServerOf(pid: number, dataDirectory: string): 'yes' | 'no' | 'unknown' {
  if (!isAlive(pid)) return 'no';
  const facts = processFacts(pid);
  if (facts === undefined) return 'unknown';
  return runsIn(facts, dataDirectory) ? 'yes' : 'no';
}

function runsIn(facts: ProcessFacts, dataDirectory: string): boolean {
  const owner = statSync(dataDirectory, { throwIfNoEntry: false })?.uid;
  if (facts.uid !== owner || !/\bpostgres\b/.test(facts.command)) return false;
  // The server works in its data directory, also after somebody moved that; the command has the path it was started with.
  const real = realpathSync(dataDirectory);
  return facts.cwd === undefined ? facts.command.includes(` ${real}`) : facts.cwd === real;
}

/**
 * Makes Postgres pass over a postmaster.pid whose number now belongs to a process that is not its server, which
 * would make it refuse to start. The rest of the file stays: by it Postgres finds children of a killed server that
 * still use the data.
 */
export function disown(dataDirectory: string): void {
  const file = pidFile(dataDirectory);
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  const draft = path.join(dataDirectory, `postmaster.${randomBytes(6).toString('hex')}`);
  // Postgres takes no notice of its own parent's number, and we are about to be its parent.
  writeFileSync(draft, [process.pid, ...rest].join('\n'), { flag: 'wx', mode: 0o600 });
  const { uid, gid } = statSync(dataDirectory);
  if (isRoot()) chownSync(draft, uid, gid);
  renameSync(draft, file);
}

/** Servers of a data directory that was removed under them: of no use to anybody, and they hold the port. */
export function strayServers(dataDirectory: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      const facts = processFacts(pid);
      return facts?.cwd === `${dataDirectory} (deleted)` && /\bpostgres -D /.test(facts.command);
    });
}

function pidFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'postmaster.pid');
}
