import type { Client, CustomTypesConfig, QueryConfig } from 'pg';
import { Problem } from '../../problem.ts';

type Callback = (error: Error | null, result?: unknown) => void;
type Values = QueryConfig['values'];

/** A query that pg lets drive itself: a cursor, a stream, COPY. */
interface Driving {
  readonly submit: unknown;
  handleError?(error: Error, connection: unknown): void;
  emit?(event: 'error', error: Error): void;
}

/** What Knex asks of a connection, and a migration that takes it by itself. */
export interface GatedConnection {
  query(config: QueryConfig, callback: Callback): void;
  query(config: QueryConfig | string, values?: Values): Promise<unknown>;
}

/**
 * The one way by which the statements of migrations get to the server: one after the other, whatever a migration does
 * at once, and counted, so that a forgotten await is seen.
 */
export class Gate {
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #types: CustomTypesConfig;
  readonly #query: (config: QueryConfig) => Promise<unknown>;
  #executing = 0;
  #hasEnded = false;
  #hasFailed = false;
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
    this.#types = { getTypeParser: client.getTypeParser.bind(client) };
    this.#signal = signal;
    this.#query = query;
  }

  /** The client as Knex is to see it. */
  connection(): GatedConnection {
    const query = (
      asked: QueryConfig | string | Driving,
      second?: Values | Callback,
      third?: Callback,
    ): unknown => {
      if (typeof asked === 'object' && 'submit' in asked && typeof asked.submit === 'function') {
        return refused(asked, this.#client);
      }
      const { callback: own, ...given } = (
        typeof asked === 'string' ? { text: asked } : asked
      ) as QueryConfig & {
        readonly callback?: Callback;
      };
      const callback = third ?? (typeof second === 'function' ? second : own);
      const config = Array.isArray(second) ? { ...given, values: second } : given;
      // An application's parsers are for its own statements.
      const turn = this.#inTurn({ types: this.#types, ...config });
      if (callback === undefined) return turn;
      void turn.then(
        (result) => {
          callback(null, result);
        },
        (error: unknown) => {
          callback(error as Error);
        },
      );
      return undefined;
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

  /** Whether the server refused the last statement: until a savepoint is gone back to, it refuses all others too. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Whether a statement since `begin` may have made the session another role's. */
  get maySetRole(): boolean {
    return this.#maySetRole;
  }

  /** From here on the end of a transaction is not the engine's. */
  begin(): void {
    this.#hasEnded = false;
    this.#hasFailed = false;
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
        this.#hasFailed = false;
        const did = wordsOf(result);
        this.#hasEnded ||= endsTransaction(config.text, did);
        this.#maySetRole ||= did.some((word) => SETS.has(word)) || /set_config/i.test(config.text);
        return result;
      } catch (error) {
        // What the client itself refuses the server does not know of.
        this.#hasFailed ||= (error as { severity?: string }).severity !== undefined;
        throw error;
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

/** It is told as pg tells it of a connection that takes no queries: later, and by its own way. */
function refused(query: Driving, client: Client): Driving {
  const problem = new Problem({
    code: 'migrations/stream',
    what: 'a migration uses a query that drives itself: a stream, a cursor or COPY through pg',
    why: 'it would pass by the one way on which the statements of a migration are counted and taken in turn',
    fix: 'read the rows in pieces (where id > … order by id limit …), and insert them with knex.batchInsert',
  });
  process.nextTick(() => {
    if (query.handleError !== undefined) {
      query.handleError(problem, (client as unknown as { readonly connection: unknown }).connection);
    } else query.emit?.('error', problem);
  });
  return query;
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
