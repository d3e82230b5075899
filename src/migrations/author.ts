import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import type { Author } from './ledger.ts';

/** Who deploys, from where and which revision of the folder, as far as this process can tell. */
export async function author(folder: string, revision: string | undefined): Promise<Author> {
  return {
    person: person(),
    host: os.hostname(),
    process: process.pid,
    revision: revision ?? (await revisionOf(folder)),
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

async function revisionOf(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'rev-parse', 'HEAD'], {
      timeout: 2000,
    });
    return stdout.trim();
  } catch {
    // No git, or no repository: a deploy need not have one.
    return undefined;
  }
}
