import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isRoot, nearestOwner, type Owner } from './files.ts';
import { Problem } from '../../problem.ts';

/** The user that runs initdb and postgres when this process is root. */
export interface Account extends Owner {
  readonly name: string;
}

/**
 * Who runs the server: this process' own user (undefined), or under root the owner of the checkout, the user
 * behind sudo, `postgres` or `nobody`, whichever exists first.
 */
export function chooseAccount(home: string): Account | undefined {
  if (!isRoot()) return undefined;
  const candidates = [nearestOwner(home).uid, process.env.SUDO_UID, 'postgres', 'nobody'];
  for (const candidate of candidates) {
    const account = candidate === undefined ? undefined : findAccount(candidate);
    if (account !== undefined && account.uid !== 0) return account;
  }
  throw refusedRoot(
    'this machine has no user besides root: neither an owner of the checkout, nor postgres, nor nobody',
  );
}

/** The account that owns what exists already; it need not be in the passwd database any more. */
export function accountOf(owner: Owner): Account | undefined {
  if (!isRoot()) return undefined;
  return { uid: owner.uid, gid: owner.gid, name: userName(owner.uid) };
}

/** A user's name for a message. */
export function userName(uid: number): string {
  return findAccount(uid)?.name ?? `user ${uid}`;
}

/** What to spawn with, so that the process is that account and no group of root's comes along. */
export function runAs(account: Account | undefined): { uid?: number; gid?: number } {
  // libuv drops the supplementary groups by itself whenever a uid or gid is given.
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

/** Whether the account can get to a folder: tried, not computed, so that ACLs and mount options count. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  if (account === undefined) return true;
  const { status, error } = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    ...runAs(account),
    cwd: '/',
    env: {},
    stdio: 'ignore',
    timeout: 10_000,
  });
  if (error !== undefined) throw refusedRoot(`root may not become ${account.name} here`, error);
  return status === 0;
}

/** Refuses data that the account which owns it cannot serve. */
export function refuseUnusable(dataDirectory: string, account: Account | undefined): void {
  if (account === undefined) return;
  if (account.uid === 0) {
    throw new Problem({
      code: 'embedded/data-of-root',
      what: `embedded PostgreSQL: ${dataDirectory} belongs to root, and PostgreSQL refuses to run as root`,
      why: 'the folder was copied or changed by root since the server ran',
      fix: `chown -R ${chooseAccount(dataDirectory)?.name ?? 'postgres'} ${dataDirectory}`,
    });
  }
  if (!canEnter(account, dataDirectory)) {
    throw new Problem({
      code: 'embedded/no-reachable-place',
      what: `embedded PostgreSQL: ${userName(account.uid)}, who owns ${dataDirectory}, cannot enter it`,
      why: 'a folder above it is closed to that user, who runs the server for root',
      fix: `open the way to it for ${userName(account.uid)}, or move the checkout to where that user can enter`,
    });
  }
}

function refusedRoot(what: string, cause?: unknown): Problem {
  return new Problem({
    code: 'embedded/refused-root',
    what: `embedded PostgreSQL: ${what}`,
    why: 'PostgreSQL refuses to run as root, so as root another user has to run it',
    fix: 'run the command as an ordinary user, add a user named postgres, or set DATABASE_URL to a server that you run yourself',
    cause,
  });
}

function findAccount(who: number | string): Account | undefined {
  const passwd = readPasswd();
  const name = passwdLine(passwd, who);
  return name ?? fromDirectory(String(who));
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

/** Finds a user in the text of /etc/passwd by name or by number. */
export function passwdLine(passwd: string, who: number | string): Account | undefined {
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined) continue;
    if (name === String(who) || uid === String(who)) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** Users of a directory service (LDAP, macOS) are not in the file; `id` knows them. */
function fromDirectory(who: string): Account | undefined {
  const ask = (flag: string): string =>
    execFileSync('id', [flag, who], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    }).trim();
  try {
    return { name: ask('-un'), uid: Number(ask('-u')), gid: Number(ask('-g')) };
  } catch {
    return undefined;
  }
}
