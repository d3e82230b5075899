import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { connectionLost, endsSession, silence } from './connection-lost.ts';
import { KeptQuery, KnownStatements } from './kept-query.ts';
import type { Callback } from './kept-query.ts';
import { connectToOne } from './one-of-several.ts';
import type { ConnectionSettings } from './settings.ts';
import { isNamed } from './statement-names.ts';
import type { StatementNames } from './statement-names.ts';

/** What a pool tells its clients besides what pg reads. */
export interface ClientOptions extends pg.ClientConfig {
  readonly settings?: ConnectionSettings;
  /** Several servers, of which the first that fits is connected to. */
  readonly several?: ConnectionSettings;
  /** Whether statements go under their names. */
  readonly statementNames?: StatementNames;
  /** How long the server may be silent while it is asked, in milliseconds; 0 waits for ever. */
  readonly silence?: number;
}

/** What pg's declarations leave out. */
interface Inside {
  readonly connection: EventEmitter & { readonly stream: Socket };
  readonly readyForQuery: boolean;
  readonly _connecting: boolean;
}

/** What pg does with the queries of a connection that fails. Should it do so elsewhere one day, they fail in its own words. */
interface Failing {
  _errorAllQueries(error: Error): void;
  _handleErrorEvent(error: Error): void;
  _handleErrorMessage(error: Error): void;
}

/**
 * A connection of a pool. It sends names of statements where they are kept. Its queries fail with one clear error where it is lost, also where the host is gone without a
 * word, and nobody has to listen for that: an error without a listener would end the process.
 */
export class PooledClient extends pg.Client {
  readonly #options: ClientOptions;
  /** Why it is of no use any more. */
  #ended: Error | undefined;
  readonly #known = new KnownStatements();

  constructor(options: ClientOptions) {
    super(options);
    this.#options = options;
    this.on('error', (error) => {
      this.#ended = error;
    });
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<this> | undefined {
    if (callback === undefined) return super.connect() as unknown as Promise<this>;
    const { several: settings, ...given } = this.#options;
    const told = (error: Error): void => {
      // pg leaves the socket of a failed attempt open where the server was not the one to end it.
      if (isNativeError(error)) void this.end();
      else this.#listenForSilence();
      // pg calls back in the middle of what it does when a connection is ready. It may end before anybody has it.
      process.nextTick(() => {
        callback(this.#ended ?? error);
      });
    };
    if (settings === undefined) super.connect(told);
    else {
      const connect = async (): Promise<unknown> => await super.connect();
      connectToOne(this, { settings, given, connect }).then(() => {
        told(undefined as unknown as Error);
      }, told);
    }
    return undefined;
  }

  /** A statement that has a name goes under it where names are kept. */
  override query(...given: never[]): never {
    const [query, second, third] = given as readonly unknown[];
    const names = this.#options.statementNames;
    if (names === undefined || !isNamed(query)) return super.query(...(given as unknown as [never]));
    const kept = new KeptQuery(query, Array.isArray(second) ? second : query.values, names, this.#known);
    const callback = [second, third, query.callback].find((one) => typeof one === 'function');
    if (callback === undefined) return this.#promised(kept, names) as never;
    this.#ask(kept, names, callback as Callback);
    return undefined as never;
  }

  async #promised(query: KeptQuery, names: StatementNames): Promise<unknown> {
    try {
      return await new Promise((resolve, reject) => {
        this.#ask(query, names, (error, result) => {
          if (error === null) resolve(result);
          else reject(error);
        });
      });
    } catch (error) {
      throw withCallersStack(error);
    }
  }

  #ask(query: KeptQuery, names: StatementNames, callback: Callback): void {
    const send = super.query.bind(this) as (query: pg.Query) => unknown;
    if (names.areKept === undefined) names.look(this, send);
    query.callback = callback;
    send(query as unknown as pg.Query);
  }

  /** Calls back when the server has answered all of a query, an error included: with what it says of the transaction. */
  whenAnswered(callback: (status: string | undefined) => void): void {
    const { connection } = this.#inside;
    const answered = (): void => {
      this.removeListener('end', ended);
      callback(this.getTransactionStatus() ?? undefined);
    };
    const ended = (): void => {
      connection.removeListener('readyForQuery', answered);
      callback(undefined);
    };
    connection.once('readyForQuery', answered);
    this.once('end', ended);
  }

  /** Queries that are in flight when the connection ends. */
  protected _errorAllQueries(error: Error): void {
    parent._errorAllQueries.call(this, this.#explained(error));
  }

  /** What the socket says: the pool hears of it, and passes it on to whoever asked. */
  protected _handleErrorEvent(error: Error): void {
    parent._handleErrorEvent.call(this, this.#explained(error));
  }

  /** What the server says to a query; or to the session, which is then at its end. */
  protected _handleErrorMessage(error: Error): void {
    const isLost = !this.#inside._connecting && endsSession(error);
    parent._handleErrorMessage.call(this, isLost ? this.#explained(error) : error);
  }

  get #inside(): Inside {
    return this as unknown as Inside;
  }

  #explained(error: Error): Error {
    const { settings } = this.#options;
    return settings === undefined || this.#inside._connecting ? error : connectionLost(error, settings);
  }

  /** A host that is gone says nothing, and the system tries for a quarter of an hour before it says so. */
  #listenForSilence(): void {
    const { silence: milliseconds = 0 } = this.#options;
    if (milliseconds === 0) return;
    const { stream } = this.#inside.connection;
    stream.setTimeout(milliseconds, () => {
      // A connection that is not asked has nothing to say.
      if (!this.#inside.readyForQuery) stream.destroy(silence(milliseconds));
    });
  }
}

const parent = pg.Client.prototype as unknown as Failing;

/** pg makes its errors where the socket is read, from where no stack leads to whoever asked. */
export function withCallersStack(error: unknown): unknown {
  if (isNativeError(error)) Error.captureStackTrace(error, withCallersStack);
  return error;
}
