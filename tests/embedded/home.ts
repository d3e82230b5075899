import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import {
  startEmbeddedServer,
  stopEmbeddedServer,
  type EmbeddedServer,
  type StartOptions,
} from '../../src/postgres/embedded/index.ts';
import type { EmbeddedAddress } from '../../src/postgres/embedded/state.ts';

export const IS_ROOT = process.geteuid?.() === 0;
/** For what can only be seen with the rights of root; elsewhere the test is listed as skipped. */
export const asRoot = IS_ROOT ? it : it.skip;

/** Nobody will miss the data: the server starts and stops faster. */
const UNSAFE = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

/** Starts a server that is made for a test. */
export async function start(options: StartOptions): Promise<EmbeddedServer> {
  return startEmbeddedServer({ settings: UNSAFE, ...options });
}

/** Where root keeps what cannot be in the checkout. */
export const SHARED = '/var/lib/keelson-embedded-postgres';

const homes: string[] = [];
const folders: string[] = [];
const children: ChildProcess[] = [];

/** A checkout of its own; `closed` as /root is, so that no other user can enter it. */
export function newCheckout({ closed = false } = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson embedded é-'));
  chmodSync(folder, closed ? 0o700 : 0o755);
  folders.push(folder);
  return folder;
}

/** A home of its own in a new checkout, or in the given one. Whatever runs in it is ended after the test. */
export function newHome(checkout = newCheckout()): string {
  const home = path.join(checkout, '.data', 'postgres');
  homes.push(home);
  return home;
}

/** Removes what one test put there, and the folder itself when that was all; other tests may be using it. */
export function clearShared(...entries: string[]): void {
  for (const entry of entries)
    rmSync(path.join(SHARED, path.basename(entry)), { recursive: true, force: true });
  try {
    rmdirSync(SHARED);
  } catch {
    // Somebody else's things are in it.
  }
}

/** Ends every process that a test began, by its number, and removes every folder. */
export async function clearUp(): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const stops = await Promise.allSettled(homes.splice(0).map(async (home) => stopEmbeddedServer({ home })));
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const failed = stops.filter((stop) => stop.status === 'rejected');
  for (const { reason } of failed) throw reason;
}

export interface Answer<T = EmbeddedServer> {
  readonly value?: T;
  readonly problem?: { readonly code: string; readonly message: string };
  readonly progress: readonly string[];
}

export interface Child<T> {
  readonly process: ChildProcess;
  readonly answer: Promise<Answer<T>>;
}

interface Where {
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs one command in another process. */
export function inChild<T = EmbeddedServer>(command: string, options: object, where: Where = {}): Child<T> {
  const loader = pathToFileURL(require.resolve('tsx')).href;
  const script = path.join(__dirname, 'child.ts');
  const child = spawn(process.execPath, ['--import', loader, script, command, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...where,
    env: { ...process.env, ...where.env },
  });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const answer = new Promise<Answer<T>>((resolve, reject) => {
    child.once('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(out) as Answer<T>);
      else reject(new Error(`the child ended with ${code ?? signal ?? ''}: ${err}`));
    });
  });
  // A test that ends the child on purpose does not ask for its answer.
  answer.catch(() => undefined);
  return { process: child, answer };
}

/** Asks one question over a connection of its own. */
export async function ask(address: EmbeddedAddress, sql: string): Promise<unknown> {
  const { host, port, user, password, database } = address;
  const client = new Client({ host, port, user, password, database, ssl: false });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows[0] === undefined ? undefined : Object.values(rows[0])[0];
  } finally {
    await client.end();
  }
}

/** Waits until something is so; fails when it does not become so in time. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`gave up waiting until ${what}`);
    await sleep(5);
  }
}

/** What initdb is working on in a home. */
export function halfMade(home: string): string[] {
  return existsSync(home) ? readdirSync(home).filter((entry) => entry.startsWith('data.new.')) : [];
}

/** Whether a process runs; one that only waits to be collected does not. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** The problem that a promise is rejected with. */
export async function problemOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  return work.then(
    () => ({ code: 'none', message: 'nothing was refused' }),
    (error: unknown) => error as { code: string; message: string },
  );
}
