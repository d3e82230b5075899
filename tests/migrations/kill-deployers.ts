import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Order, Word } from './deployer.ts';

/** The folder of this project. */
const ROOT = path.dirname(require.resolve('../../package.json'));

/** A process that carries out orders. */
export interface Deployer {
  readonly process: ChildProcess;
  /** Says what is to be done. */
  tell(order: Order): void;
  /** The next thing that it says; undefined when it died instead. */
  hear(): Promise<Word | undefined>;
  /** Ends it, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Processes that have everything loaded, some of them ahead of their use. */
export class Deployers implements AsyncDisposable {
  readonly #ahead: number;
  readonly #waiting: Promise<Deployer>[] = [];
  readonly #all = new Set<Deployer>();
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'keelson-deployer-'));

  constructor(ahead = 0) {
    this.#ahead = ahead;
    // In one file it is loaded in a moment, which counts where there are hundreds.
    buildSync({
      entryPoints: [path.join(ROOT, 'tests/migrations/deployer.ts')],
      outfile: this.#script,
      bundle: true,
      platform: 'node',
      target: 'node20',
      packages: 'external',
      // A dynamic import would look for packages beside the file.
      supported: { 'dynamic-import': false },
    });
  }

  get #script(): string {
    return path.join(this.#folder, 'deployer.cjs');
  }

  /** One of its own, which is killed with the others at the latest. */
  async take(): Promise<Deployer> {
    while (this.#waiting.length < this.#ahead) this.#waiting.push(this.#start());
    const next = this.#waiting.shift() ?? this.#start();
    if (this.#ahead > 0) this.#waiting.push(this.#start());
    return await next;
  }

  /** Has one carry out an order: how many queries it sent, or undefined when it died as it was told. */
  async run(order: Order): Promise<number | undefined> {
    const deployer = await this.take();
    deployer.tell(order);
    let word = await deployer.hear();
    while (word === 'waits') word = await deployer.hear();
    if (word === undefined) return undefined;
    await deployer.kill();
    if (typeof word === 'object' && 'queries' in word) return word.queries;
    throw new Error(`the deployer did not get through: ${typeof word === 'object' ? word.error : word}`);
  }

  async #start(): Promise<Deployer> {
    const child = spawn(process.execPath, [this.#script], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules') },
    });
    const said: Word[] = [];
    const gone = once(child, 'exit');
    child.on('message', (word: Word) => said.push(word));
    const deployer: Deployer = {
      process: child,
      tell: (order) => {
        child.send(order);
      },
      hear: async () => {
        while (said.length === 0 && child.exitCode === null && child.signalCode === null) {
          await Promise.race([once(child, 'message'), gone]);
        }
        return said.shift();
      },
      kill: async () => {
        child.kill('SIGKILL');
        await gone;
      },
    };
    this.#all.add(deployer);
    void gone.then(() => this.#all.delete(deployer));
    const first = await deployer.hear();
    if (first !== 'ready') throw new Error('a deployer did not start');
    return deployer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#waiting);
    await Promise.all(
      [...this.#all].map(async (one) => {
        await one.kill();
      }),
    );
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
