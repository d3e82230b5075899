import { execFileSync } from 'node:child_process';
import os from 'node:os';
import type { Author } from './ledger.ts';

/** Who deploys, from where and which revision of the folder, as far as this process can tell. */
export function author(folder: string, revision: string | undefined): Author {
  return {
    person: person(),
    host: os.hostname(),
    process: process.pid,
    revision: revision ?? revisionOf(folder),
  };
}

function person(): string | undefined {
  try {
    return os.userInfo().username;
  } catch {
    // In a container the user may have no name.
    return undefined;
  }
}

function revisionOf(folder: string): string | undefined {
  try {
    return execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 2000,
    }).trim();
  } catch {
    // No git, or no repository: a deploy need not have one.
    return undefined;
  }
}
