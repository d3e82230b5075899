import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { fileProblem } from './files.ts';

/** A copy that was begun and not finished is somebody's work in progress for so long at most. */
const ABANDONED_MS = 600_000;
/** What a server never reads: static libraries and what compilers want. */
const LEFT_OUT = /\.a$|^pkgconfig$/;

/**
 * Copies the programs of a package into a folder, once for each version, and returns the `native` folder of the
 * copy. It gets its name when it is complete and proven to run: no later start finds a broken one.
 */
export async function copyBinaries(
  native: string,
  into: string,
  platform: string,
  { onProgress, prove }: CopyOptions,
): Promise<string> {
  const name = `binaries-${platform}-${packageVersion(native)}`;
  const place = path.join(into, name);
  if (existsSync(place)) return path.join(place, 'native');
  onProgress?.(`copying the PostgreSQL programs to ${place}, where the server can use them`);
  const draft = path.join(into, `${name}.new.${randomBytes(6).toString('hex')}`);
  try {
    clearAbandoned(into);
    makeOpenFolder(draft);
    copyTree(native, path.join(draft, 'native'), false);
    await prove(path.join(draft, 'native'));
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Somebody else's copy of the same version came first: as good as ours.
    if (!existsSync(place)) throw fileProblem(error, `cannot copy the PostgreSQL programs to ${place}`);
  }
  return path.join(place, 'native');
}

interface CopyOptions {
  readonly onProgress: ((message: string) => void) | undefined;
  /** Throws when the programs in a folder do not run. */
  readonly prove: (native: string) => Promise<unknown>;
}

function copyTree(from: string, to: string, programs: boolean): void {
  makeOpenFolder(to);
  for (const entry of readdirSync(from)) {
    if (LEFT_OUT.test(entry)) continue;
    const [source, target] = [path.join(from, entry), path.join(to, entry)];
    // Links are followed only where they lead to files; the missing ones are made afterwards.
    const stats = statSync(source, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory()) {
      copyTree(source, target, entry === 'bin');
    } else {
      copyFileSync(source, target);
      chmodSync(target, programs ? 0o755 : 0o644);
    }
  }
}

/** Open to read for all, to write for nobody else, whatever the umask. */
function makeOpenFolder(folder: string): void {
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}

function clearAbandoned(folder: string): void {
  for (const entry of readdirSync(folder)) {
    if (!/^binaries-.*\.new\.[0-9a-f]+$/.test(entry)) continue;
    const target = path.join(folder, entry);
    const stats = statSync(target, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED_MS)
      rmSync(target, { recursive: true, force: true });
  }
}

function packageVersion(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
