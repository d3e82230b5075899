import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { lockHolder } from '../../src/migrations/session/lock.ts';
import { median } from '../measure.ts';
import { deployCommand, print, ROOT } from './ground.ts';
import type { Ground } from './ground.ts';

const HISTORY = '"public"."knex_migrations"';
const LONG = `exports.up = (knex) => knex.raw('select pg_sleep(600)');\nexports.down = async () => {};\n`;
/** The waiting one has asked for the lock a few times by then. */
const WAITING_MS = 1500;

/** A deployer is killed inside a long statement while another one waits: until that one has the lock. */
export async function measureHandOver(here: Ground, rounds: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-bench-'));
  writeFileSync(path.join(folder, '1_long.js'), LONG);
  try {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const url = await here.database();
      times.push(await handOver(folder, url));
      await here.drop(url);
    }
    const [least, most] = [Math.min(...times), Math.max(...times)].map((one) => one.toFixed(0));
    print(
      `lock handed over after kill -9, median of ${rounds}: ${median(times).toFixed(0)} ms (${least} to ${most})   goal under 1000 ms`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function handOver(folder: string, url: string): Promise<number> {
  const client = new Client(url);
  await client.connect();
  const deployers: ChildProcess[] = [];
  const start = (): ChildProcess => {
    const [command, ...words] = deployCommand('ours', folder, url);
    const child = spawn(command, words, { cwd: ROOT, stdio: 'ignore' });
    deployers.push(child);
    return child;
  };
  try {
    const first = start();
    const holder = await holderOtherThan(client, undefined);
    await statementOf(client, holder);
    start();
    await sleep(WAITING_MS);
    const killed = performance.now();
    first.kill('SIGKILL');
    await holderOtherThan(client, holder);
    return performance.now() - killed;
  } finally {
    for (const child of deployers) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await client.end();
  }
}

async function holderOtherThan(client: Client, pid: number | undefined): Promise<number> {
  return await eventually(async () => {
    const holder = await lockHolder(client, HISTORY);
    return holder === undefined || holder.pid === pid ? undefined : holder.pid;
  });
}

/** Waits until a session is at work on the long statement. */
async function statementOf(client: Client, pid: number): Promise<void> {
  await eventually(async () => {
    const { rows } = await client.query<{ query: string }>(
      `select query from pg_stat_activity where pid = $1 and query like '%pg_sleep%'`,
      [pid],
    );
    return rows[0]?.query;
  });
}

async function eventually<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error('nothing happened within a minute');
    await sleep(5);
  }
}
