import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, withClient } from '../../src/postgres/client.ts';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { OWNER, ScratchServer } from './scratch-server.ts';

/** A primary that streams to standbys. */
export class Replicated implements AsyncDisposable {
  readonly primary: ScratchServer;
  readonly standbys: readonly ScratchServer[];

  private constructor(primary: ScratchServer, standbys: readonly ScratchServer[]) {
    this.primary = primary;
    this.standbys = standbys;
  }

  /** Makes and starts them; no standby is behind. */
  static async make(count = 1): Promise<Replicated> {
    const primary = await ScratchServer.make();
    const standbys: ScratchServer[] = [];
    for (let made = 0; made < count; made += 1) {
      const standby = await primary.copy();
      writeFileSync(path.join(standby.data, 'standby.signal'), '');
      standbys.push(standby);
    }
    const replicated = new Replicated(primary, standbys);
    await primary.start();
    for (const standby of standbys) await replicated.startStandby(standby);
    return replicated;
  }

  /** Starts one that was stopped, to follow the primary again. */
  async startStandby(standby: ScratchServer): Promise<void> {
    const { host, port } = this.primary.connection();
    await standby.start({
      settings: {
        primary_conninfo: `host=${host} port=${port} user=${OWNER}`,
        wal_retrieve_retry_interval: '100ms',
      },
    });
  }

  /** Waits until a standby has all that the primary has written. */
  async catchUp(standby = this.standbys[0]): Promise<void> {
    if (standby === undefined) return;
    const written = await answer(this.primary.connection(), 'select pg_current_wal_insert_lsn()::text');
    await until(
      async () =>
        (await answer(standby.connection(), `select pg_last_wal_replay_lsn() >= '${String(written)}'`)) ===
        true,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of [...this.standbys, this.primary]) await server[Symbol.asyncDispose]();
  }
}

/** The one value that a query gives, or the last of several. */
export async function answer(settings: ConnectionSettings, sql: string): Promise<unknown> {
  return await withClient(settings, async (client) => {
    // Several statements give several results.
    const result = [await client.query<Record<string, unknown>>(sql)].flat().at(-1);
    return Object.values(result?.rows[0] ?? {})[0];
  });
}

/** Makes a standby the primary, and waits until it takes writes. */
export async function promote(standby: ScratchServer): Promise<void> {
  const client = await connect(standby.connection());
  try {
    await client.query('select pg_promote(true, 60)');
  } finally {
    await client.end();
  }
}

/** Looks again until something is so, at most as long as a test may take. */
export async function until(isSo: () => Promise<boolean> | boolean, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`it did not happen within ${seconds} s`);
    await sleep(20);
  }
}
