import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseAccount, runAs } from '../../src/postgres/embedded/account.ts';
import type { Account } from '../../src/postgres/embedded/account.ts';
import { prepareBinaries } from '../../src/postgres/embedded/binaries.ts';
import { homeAt } from '../../src/postgres/embedded/home.ts';
import { plainEnvironment, run } from '../../src/postgres/embedded/run.ts';
import { connectionSettings } from '../../src/postgres/settings.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { freePort } from './free-port.ts';

export const OWNER = 'owner';

/** The programs of a Postgres. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** What a test asks of a server. */
export interface ServerOptions {
  /** Lines of pg_hba.conf. */
  readonly hba?: readonly string[];
  /** Settings of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether it will ever take connections: one that only listens does not. */
  readonly until?: 'ready' | 'listening';
}

/**
 * A server that a test may break: with TLS or without, with any pg_hba.conf, stopped and started again.
 * The embedded server of the product is too well-behaved for that.
 */
export class ScratchServer {
  readonly folder: string;
  readonly #account: Account | undefined;
  readonly #programs: Programs;
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(folder: string, account: Account | undefined, programs: Programs, port: number) {
    this.folder = folder;
    this.#account = account;
    this.#programs = programs;
    this.#port = port;
  }

  /** Makes the cluster, and starts nothing. The programs are those of the embedded server unless others are given. */
  static async make(programs?: Programs): Promise<ScratchServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'keelson-test-'));
    const account = chooseAccount(folder);
    chmodSync(folder, 0o755);
    if (account !== undefined) chownSync(folder, account.uid, account.gid);
    const used = programs ?? (await prepareBinaries(homeAt(process.cwd()), account, undefined));
    const server = new ScratchServer(folder, account, used, await freePort());
    const initdb = await run(
      used.initdb,
      ['-D', server.data, '-U', OWNER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { account, timeoutMs: 60_000 },
    );
    if (initdb.code !== 0) throw new Error(`initdb failed: ${initdb.output}`);
    mkdirSync(server.sockets);
    server.#give(server.sockets, 0o755);
    return server;
  }

  /** Makes another cluster from what this one holds, which is stopped: it may become a standby. Starts neither. */
  async copy(): Promise<ScratchServer> {
    await this.stop();
    const folder = mkdtempSync(path.join(tmpdir(), 'keelson-test-'));
    chmodSync(folder, 0o755);
    const copy = new ScratchServer(folder, this.#account, this.#programs, await freePort());
    cpSync(this.data, copy.data, { recursive: true });
    for (const name of ['', ...readdirSync(copy.data, { recursive: true, encoding: 'utf8' })]) {
      const place = path.join(copy.data, name);
      if (this.#account !== undefined) chownSync(place, this.#account.uid, this.#account.gid);
    }
    if (this.#account !== undefined) chownSync(folder, this.#account.uid, this.#account.gid);
    chmodSync(copy.data, 0o700);
    mkdirSync(copy.sockets);
    copy.#give(copy.sockets, 0o755);
    return copy;
  }

  get data(): string {
    return path.join(this.folder, 'data');
  }

  /** The folder of its Unix socket. */
  get sockets(): string {
    return path.join(this.folder, 'sockets');
  }

  get log(): string {
    return readFileSync(path.join(this.folder, 'log'), 'utf8');
  }

  /** How to reach it as its owner, over TCP and without TLS unless something else is said. */
  connection(changed: Partial<ConnectionSettings> = {}): ConnectionSettings {
    return connectionSettings({
      host: '127.0.0.1',
      port: this.#port,
      database: 'postgres',
      user: OWNER,
      tls: { mode: 'disable', negotiation: 'postgres' },
      ...changed,
    });
  }

  /** Copies a file to where the server may read it; the mode is what Postgres asks of a private key. */
  addFile(file: string): string {
    const copy = path.join(this.folder, path.basename(file));
    copyFileSync(file, copy);
    this.#give(copy, 0o600);
    return copy;
  }

  /** Stops the server if it runs, and starts it so. */
  async start({ hba, settings = {}, until = 'ready' }: ServerOptions = {}): Promise<void> {
    await this.stop();
    if (hba !== undefined) writeFileSync(path.join(this.data, 'pg_hba.conf'), `${hba.join('\n')}\n`);
    const wanted = {
      listen_addresses: '127.0.0.1',
      port: String(this.#port),
      unix_socket_directories: this.sockets,
      fsync: 'off',
      ...settings,
    };
    const given = Object.entries(wanted).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const log = openSync(path.join(this.folder, 'log'), 'a');
    this.#process = spawn(this.#programs.postgres, ['-D', this.data, ...given], {
      ...runAs(this.#account),
      cwd: this.folder,
      env: plainEnvironment(),
      stdio: ['ignore', log, log],
    });
    const child = this.#process;
    const deadline = Date.now() + 30_000;
    while (!this.#is(until)) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`the server did not start: ${this.log}`);
      await sleep(20);
    }
  }

  /** With SIGQUIT it ends as it does in a crash: nobody is told, nothing is written. */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGQUIT'), 10_000);
    await exit;
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #is(wanted: 'ready' | 'listening'): boolean {
    try {
      const status = readFileSync(path.join(this.data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim();
      return status === 'ready' || (wanted === 'listening' && status !== undefined && status !== '');
    } catch {
      return false;
    }
  }

  #give(file: string, mode: number): void {
    if (this.#account !== undefined) chownSync(file, this.#account.uid, this.#account.gid);
    chmodSync(file, mode);
  }
}
