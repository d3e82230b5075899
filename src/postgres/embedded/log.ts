import { chownSync, closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Owner } from './files.ts';

/** A log longer than this starts afresh with the next start of the server. */
const FRESH_AT = 5_000_000;
const TAIL = 4_000;

/** The server's log, open to append. */
export interface Log {
  readonly file: string;
  readonly descriptor: number;
  /** Where the words of the server that is about to start begin. */
  readonly from: number;
}

/** Opens the log for a server to write to; the caller closes it when the server has it. */
export function openLog(file: string, owner: Owner | undefined): Log {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const descriptor = openSync(file, size > FRESH_AT ? 'w' : 'a', 0o600);
  if (size === 0 && owner !== undefined) chownSync(file, owner.uid, owner.gid);
  return { file, descriptor, from: size > FRESH_AT ? 0 : size };
}

/** Closes what this process holds of the log; the server keeps writing. */
export function closeLog({ descriptor }: Log): void {
  closeSync(descriptor);
}

/** The last words of the server since it was started. */
export function logTail({ file, from }: Pick<Log, 'file' | 'from'>): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = statSync(file);
    const start = Math.max(from, size - TAIL);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    const length = readSync(descriptor, buffer, 0, buffer.length, start);
    return buffer.toString('utf8', 0, length).trim();
  } finally {
    closeSync(descriptor);
  }
}
