import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** A browser of this machine, where it has one. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What a browser tells of one of its pages. */
export interface BrowserEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sessionId: string | undefined;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A browser that is spoken to in the DevTools protocol through two pipes. */
export class Browser {
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #profile: string;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #listeners: ((event: BrowserEvent) => void)[] = [];
  #last = 0;

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    const [, , , input, output] = child.stdio;
    this.#input = input as Writable;
    child.once('exit', (code) => {
      const error = { message: `the browser ended (${code ?? 'killed'})` };
      for (const answer of this.#answers.values()) answer({ error });
    });
    // What is written to a browser that has ended.
    this.#input.on('error', () => undefined);
    let rest = '';
    (output as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#receive(JSON.parse(part) as Message);
    });
  }

  static start(program: string): Browser {
    const profile = mkdtempSync(path.join(tmpdir(), 'keelson-browser-'));
    const words = [
      '--headless',
      '--remote-debugging-pipe',
      // It refuses to run as root otherwise, and shows nothing but files of these tests.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      'about:blank',
    ];
    return new Browser(
      spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] }),
      profile,
    );
  }

  #receive({ id, method, params = {}, sessionId, ...answer }: Message): void {
    if (id !== undefined) {
      this.#answers.get(id)?.(answer);
      this.#answers.delete(id);
    } else if (method !== undefined) {
      for (const listener of this.#listeners) listener({ method, params, sessionId });
    }
  }

  onEvent(listener: (event: BrowserEvent) => void): void {
    this.#listeners.push(listener);
  }

  async send(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    this.#input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  async close(): Promise<void> {
    const exit = once(this.#child, 'exit');
    // The answer may not come any more.
    void this.send('Browser.close').catch(() => undefined);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await exit;
    clearTimeout(timer);
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
