import type { Client, QueryConfig } from 'pg';

type Callback = (error: Error | null, result?: unknown) => void;

/** What Knex asks of a connection. */
export interface GatedConnection {
  query(config: QueryConfig, callback: Callback): void;
}

/**
 * The one way by which the statements of migrations get to the server: one after the other, whatever a migration does
 * at once, and counted, so that a forgotten await is seen.
 */
export class Gate {
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #query: (config: QueryConfig) => Promise<unknown>;
  #executing = 0;
  #hasEnded = false;
  #maySetRole = false;
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;
  /** Sends a statement in another way than as it is. */
  send: ((config: QueryConfig) => Promise<unknown>) | undefined;
  /** Looks at each statement while it is executed. */
  observe: ((config: QueryConfig, execute: () => Promise<unknown>) => Promise<unknown>) | undefined;

  /** `query` is how a statement gets to the server; none does any more once the signal is given. */
  constructor(
    client: Client,
    {
      signal,
      query = async (config) => await client.query(config),
    }: { readonly signal: AbortSignal; readonly query?: (config: QueryConfig) => Promise<unknown> },
  ) {
    this.#client = client;
    this.#signal = signal;
    this.#query = query;
  }

  /** The client as Knex is to see it. */
  connection(): GatedConnection {
    const query = (config: QueryConfig | string, callback: Callback): void => {
      void this.#inTurn(typeof config === 'string' ? { text: config } : config).then(
        (result) => {
          callback(null, result);
        },
        (error: unknown) => {
          callback(error as Error);
        },
      );
    };
    return Object.create(this.#client, { query: { value: query } }) as GatedConnection;
  }

  /** How many statements are on their way. */
  get pending(): number {
    return this.#pending;
  }

  /** Waits until nothing is on its way any more. */
  async settle(): Promise<void> {
    while (this.#pending > 0) await this.#tail.catch(() => undefined);
  }

  /** Whether a transaction has ended since `begin`. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether a statement since `begin` may have made the session another role's. */
  get maySetRole(): boolean {
    return this.#maySetRole;
  }

  /** From here on the end of a transaction is not the engine's. */
  begin(): void {
    this.#hasEnded = false;
    this.#maySetRole = false;
  }

  /** Whether a statement of a migration is at the server. */
  get isExecuting(): boolean {
    return this.#executing > 0;
  }

  /** What the server is really sent of a migration; its bookkeeping goes beside. */
  async execute(config: QueryConfig): Promise<unknown> {
    if (!/^\s*(?:rollback|abort)\b/i.test(config.text)) this.#signal.throwIfAborted();
    const execute = async (): Promise<unknown> => {
      this.#executing += 1;
      try {
        const result = await this.#query(config);
        const did = wordsOf(result);
        this.#hasEnded ||= endsTransaction(config.text, did);
        this.#maySetRole ||= did.some((word) => SETS.has(word)) || /set_config/i.test(config.text);
        return result;
      } finally {
        this.#executing -= 1;
      }
    };
    return await (this.observe === undefined ? execute() : this.observe(config, execute));
  }

  /** Runs what has been looked at before. */
  async unobserved(run: () => Promise<void>): Promise<void> {
    const { observe } = this;
    this.observe = undefined;
    try {
      await run();
    } finally {
      this.observe = observe;
    }
  }

  async #inTurn(config: QueryConfig): Promise<unknown> {
    const before = this.#tail;
    this.#pending += 1;
    const turn = (async () => {
      await before.catch(() => undefined);
      return await (this.send ?? (async (one) => await this.execute(one)))(config);
    })();
    this.#tail = turn;
    try {
      return await turn;
    } finally {
      this.#pending -= 1;
    }
  }
}

/** What the server says that it did: a text may be several statements, and each has its word. */
function wordsOf(result: unknown): readonly string[] {
  return [result].flat().flatMap((one) => (one as { readonly command?: string } | undefined)?.command ?? []);
}

const SETS = new Set(['SET', 'RESET', 'DISCARD', 'DO', 'CALL']);

function endsTransaction(sql: string, did: readonly string[]): boolean {
  if (did.includes('COMMIT') || did.includes('PREPARE TRANSACTION')) return true;
  const undone = did.filter((word) => word === 'ROLLBACK').length;
  // Back to a savepoint is the same word, and the transaction goes on.
  return undone > (sql.match(/\brollback\s+(?:(?:work|transaction)\s+)?to\b/gi)?.length ?? 0);
}
