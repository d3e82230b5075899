import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { connectionUrl } from '../../src/postgres/connection-url.ts';
import { pgConfig } from '../../src/postgres/pg-config.ts';
import { generateHistory, writeHistory } from '../../tests/migrations/generated-history.ts';
import type { HistoryOptions } from '../../tests/migrations/generated-history.ts';
import { ScratchServer } from '../../tests/postgres/scratch-server.ts';
import { timed } from '../measure.ts';
import type { Cost } from './deployer.ts';

export const ROOT = path.resolve(__dirname, '..', '..');
const DEPLOYER = path.join(__dirname, 'deployer.ts');

export type Deployer = 'ours' | 'stock';

/** A server that keeps what it says it keeps, as in production, and databases on it. */
export interface Ground extends AsyncDisposable {
  /** Makes an empty database and gives its URL. */
  database(): Promise<string>;
  drop(url: string): Promise<void>;
}

export async function ground(): Promise<Ground> {
  const server = await ScratchServer.make();
  await server.start({ settings: { fsync: 'on' } });
  const client = new Client(await pgConfig(server.connection()));
  await client.connect();
  let made = 0;
  return {
    database: async () => {
      made += 1;
      await client.query(`create database b${made} template template0`);
      // What a new database has to write is not the deploy's.
      await client.query('checkpoint');
      return connectionUrl(server.connection({ database: `b${made}` }));
    },
    drop: async (url) => {
      await client.query(`drop database ${path.basename(new URL(url).pathname)} with (force)`);
    },
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A folder with a generated history. */
export function historyFolder(options: HistoryOptions): { readonly folder: string } & Disposable {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-bench-'));
  writeHistory(folder, generateHistory(options));
  return {
    folder,
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** The command of one deploy in a process of its own. */
export function deployCommand(by: Deployer, folder: string, url: string): readonly [string, ...string[]] {
  return [process.execPath, '--expose-gc', '--import', 'tsx', DEPLOYER, by, folder, url];
}

/** Runs one deploy in a process of its own. */
export function deploy(by: Deployer, folder: string, url: string): Cost {
  return JSON.parse(timed(deployCommand(by, folder, url), { cwd: ROOT }).stdout) as Cost;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line: both medians, their ratio, and what was wanted. */
export function compared(what: string, ours: number, stock: number, goal: string): void {
  print(
    `${what.padEnd(46)} ${ours.toFixed(0).padStart(7)} ms ${stock.toFixed(0).padStart(7)} ms ${(ours / stock).toFixed(2).padStart(7)} ×   ${goal}`,
  );
}
