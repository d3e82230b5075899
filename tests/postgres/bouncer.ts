import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseAccount, runAs } from '../../src/postgres/embedded/account.ts';
import { connectionSettings } from '../../src/postgres/settings.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { freePort } from './free-port.ts';

/** How to get it, where it is not there. */
export const HOW_TO_GET = 'no pgbouncer on this machine: apt-get install pgbouncer, brew install pgbouncer';

/** The program, where the machine has one: packages put it where only root's PATH leads. */
export const PGBOUNCER: string | undefined = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin']
  .map((folder) => path.join(folder, 'pgbouncer'))
  .find(isProgram);

/** How to get one that follows named statements, where there is none. */
export const HOW_TO_GET_NEW =
  'no pgbouncer of 1.21 or later on this machine: NEW_PGBOUNCER may name one (Debian has it from 13 on; .ci/pgbouncer fetches that)';

/** A program that knows `max_prepared_statements`, where there is one: the machine's own may be too old for it. */
export const NEW_PGBOUNCER: string | undefined = [process.env.NEW_PGBOUNCER, PGBOUNCER].find(
  (program) => program !== undefined && isNew(program),
);

function isNew(program: string): boolean {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const [, major = '0', minor = '0'] = /^PgBouncer (\d+)\.(\d+)/.exec(stdout) ?? [];
  return Number(major) > 1 || Number(minor) >= 21;
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A PgBouncer before one database. */
export interface Bouncer extends AsyncDisposable {
  /** How to reach the database through it. */
  readonly settings: ConnectionSettings;
}

/** Starts one with a single connection to the server, for all its clients, unless its settings say otherwise. */
export async function startBouncer(
  program: string,
  database: ConnectionSettings,
  mode: 'transaction' | 'statement' | 'session',
  more: Readonly<Record<string, string | number>> = {},
): Promise<Bouncer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-bouncer-'));
  const account = chooseAccount(folder);
  const port = await freePort();
  const { host, port: behind, user, password = '', database: name } = database;
  const secret = password === '' ? '' : ` password='${password.replaceAll("'", "''")}'`;
  const files = {
    'users.txt': `"${user}" "${password}"\n`,
    'pgbouncer.ini': `
[databases]
${name} = host=${host} port=${behind} dbname=${name} user=${user}${secret}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${path.join(folder, 'users.txt')}
pool_mode = ${mode}
${Object.entries({ default_pool_size: 1, ...more })
  .map(([name, value]) => `${name} = ${value}`)
  .join('\n')}
`,
  };
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(path.join(folder, file), text, { mode: 0o600 });
    if (account !== undefined) chownSync(path.join(folder, file), account.uid, account.gid);
  }
  chmodSync(folder, 0o755);
  let log = '';
  const child = spawn(program, [path.join(folder, 'pgbouncer.ini')], {
    ...runAs(account),
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const deadline = Date.now() + 10_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`PgBouncer did not start: ${log}`);
    await sleep(20);
  }
  return {
    settings: connectionSettings({
      host: '127.0.0.1',
      port,
      database: name,
      user,
      tls: { mode: 'disable', negotiation: 'postgres' },
    }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connectSocket({ host: '127.0.0.1', port });
    const answer = (is: boolean) => (): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
