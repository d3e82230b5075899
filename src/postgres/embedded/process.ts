import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** What the operating system says of a process that exists. */
export interface ProcessFacts {
  /** Ended, but not yet collected by its parent: it answers to signal 0 for ever in a container without init. */
  readonly ended: boolean;
  readonly uid: number;
  /** Differs between two processes that had the same number one after the other. */
  readonly started: string;
  readonly command: string;
  /** Where the system tells it, and only to the process' own user and to root. */
  readonly cwd: string | undefined;
}

/** Reads /proc where there is one, else asks ps; undefined when neither knows the process. */
export function processFacts(pid: number): ProcessFacts | undefined {
  return process.platform === 'linux'
    ? fromProc(pid)
    : process.platform === 'win32'
      ? undefined
      : fromPs(pid);
}

/** Whether a process of that number runs; one that has ended and only waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return processFacts(pid)?.ended !== true;
}

/** Sends a signal to a whole process group that this process made; one that is gone already is no error. */
export function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
  } catch {
    // Gone already.
  }
}

function fromProc(pid: number): ProcessFacts | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold spaces and parentheses; the fields count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return {
      ended: fields[0] === 'Z' || fields[0] === 'X',
      uid: Number(uid?.[1]),
      started: String(fields[19]),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      cwd: linkTarget(`/proc/${pid}/cwd`),
    };
  } catch {
    return undefined;
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): ProcessFacts | undefined {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'stat=,uid=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    });
    return parsePs(line);
  } catch {
    return undefined;
  }
}

/** Reads one line of `ps -o stat=,uid=,lstart=,command=`; the start time is five words long. */
export function parsePs(line: string): ProcessFacts | undefined {
  const match = /^\s*(\S+)\s+(-?\d+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/m.exec(line);
  if (match === null) return undefined;
  const [, state = '', uid, started = '', command = ''] = match;
  return { ended: state.startsWith('Z'), uid: Number(uid), started, command: command.trim(), cwd: undefined };
}
