import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { median } from '../measure.ts';
import type { Turn } from './asker.ts';

const ASKER = path.join(__dirname, 'asker.ts');
const TICKS_PER_SECOND = 100;

export interface Plan {
  readonly peers: readonly string[];
  readonly question: string;
  readonly url: string;
  /** The server itself, where `url` is that of a pooler. */
  readonly serverUrl: string;
  /** How often all peers are started anew: two processes that run the same are not equally fast. */
  readonly rounds: number;
  /** How long a turn is. */
  readonly milliseconds: number;
}

const TURNS = 8;

/** What one peer came to: questions a second, microseconds of both processors for each, and how they compare to the first's. */
interface Outcome {
  readonly rate: number;
  readonly client: number;
  readonly server: number;
  readonly rateRatio: number;
  readonly clientRatio: number;
}

/**
 * All peers ask in short turns, each in a process of its own: what the machine does besides hits each of them, and a ratio is
 * that of turns that follow one another.
 */
export async function inTurns({
  peers,
  question,
  url,
  serverUrl,
  rounds,
  milliseconds,
}: Plan): Promise<void> {
  const observer = new Client(serverUrl);
  await observer.connect();
  const askers = peers.map((peer) => new Asker(peer));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const asker of askers) await asker.start(question, url);
      for (let turn = 0; turn < TURNS; turn += 1)
        for (const asker of askers) await asker.takeTurn(milliseconds, observer);
      await Promise.all(askers.map(async (asker) => asker.end()));
    }
  } finally {
    await Promise.all(askers.map(async (asker) => asker.end()));
    await observer.end();
  }
  printTable(question, askers);
}

class Asker {
  readonly name: string;
  readonly turns: Turn[] = [];
  serverTicks = 0;
  #child: ChildProcess | undefined;

  constructor(name: string) {
    this.name = name;
  }

  async start(question: string, url: string): Promise<void> {
    this.#child = fork(ASKER, [this.name, question, url], {
      execArgv: ['--import', 'tsx'],
      // What Keelson says of a pooler is known here.
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    await this.#told();
  }

  async takeTurn(milliseconds: number, observer: Client): Promise<void> {
    const before = await serverTicks(observer);
    this.#process.send(milliseconds);
    this.turns.push((await this.#told()) as Turn);
    this.serverTicks += (await serverTicks(observer)) - before;
  }

  async end(): Promise<void> {
    if (this.#child?.connected !== true) return;
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }

  get #process(): ChildProcess {
    if (this.#child === undefined) throw new Error(`${this.name} was not started`);
    return this.#child;
  }

  compared(first: Asker): Outcome {
    const [rates, others] = [this.turns.map(rateOf), first.turns.map(rateOf)];
    const [costs, theirs] = [this.turns.map(costOf), first.turns.map(costOf)];
    const asked = this.turns.reduce((sum, turn) => sum + turn.asked, 0);
    const ratio = (all: readonly number[], base: readonly number[]): number =>
      median(all.map((one, at) => one / (base[at] ?? Number.NaN)));
    return {
      rate: median(rates),
      client: median(costs),
      server: (this.serverTicks * 1e6) / TICKS_PER_SECOND / asked,
      rateRatio: ratio(rates, others),
      clientRatio: ratio(costs, theirs),
    };
  }

  async #told(): Promise<unknown> {
    const ended = new AbortController();
    const { signal } = ended;
    try {
      return await Promise.race([
        once(this.#process, 'message', { signal }).then(([message]: unknown[]) => message),
        once(this.#process, 'exit', { signal }).then(([code]: unknown[]) => {
          throw new Error(`${this.name} ended with ${String(code)}`);
        }),
      ]);
    } finally {
      ended.abort();
    }
  }
}

function rateOf({ asked, seconds }: Turn): number {
  return asked / seconds;
}

function costOf({ used, asked }: Turn): number {
  return used / asked;
}

/** Processor time of all backends of the database, which run on this machine. */
async function serverTicks(observer: Client): Promise<number> {
  const { rows } = await observer.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  return rows.reduce((sum, { pid }) => sum + ticksOf(pid), 0);
}

/** 0 for one that has just ended, as those do whose client throws its connection away. */
function ticksOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

function printTable(question: string, askers: readonly Asker[]): void {
  const [first] = askers;
  if (first === undefined) return;
  print(`\n${question.padEnd(20)}   a second  ratio    client  ratio    server, microseconds a question`);
  for (const asker of askers) {
    const { rate, client, server, rateRatio, clientRatio } = asker.compared(first);
    const cells = [
      ...[rate.toFixed(0).padStart(8), rateRatio.toFixed(2).padStart(6)],
      ...[client.toFixed(0).padStart(9), clientRatio.toFixed(2).padStart(6)],
      server.toFixed(0).padStart(9),
    ];
    print(`  ${asker.name.padEnd(20)} ${cells.join(' ')}`);
  }
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
