import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { explainFailedConnect } from './connection-error.ts';
import { mustAskForTls, pgConfig, pgConfigWith } from './pg-config.ts';
import { withSecret } from './secret.ts';
import type { ConnectionSettings } from './settings.ts';
import { StatementNames, isNamed, namedIfKept, unnamed } from './statement-names.ts';
import type { PreparedStatements } from './statement-names.ts';
import { tlsOptions } from './tls.ts';

export interface PoolOptions {
  /** Where to connect; a function is asked when the first connection is wanted, not before. */
  readonly settings: ConnectionSettings | (() => ConnectionSettings);
  /** The most connections that are open at once; a function is asked with the settings. */
  readonly max?: number | (() => number);
  /** Whether statements go under their names; by default what the settings say, else it is found out. */
  readonly preparedStatements?: PreparedStatements;
}

type ConnectCallback = Parameters<pg.Pool['connect']>[0];

type Query = (...given: readonly unknown[]) => unknown;

/**
 * pg leaves the socket of a failed attempt open where the server was not the one to end it, and sends names of
 * statements whoever is in between.
 */
class TidyClient extends pg.Client {
  readonly #names: StatementNames | undefined;

  constructor(config?: pg.ClientConfig & { readonly statementNames?: StatementNames }) {
    super(config);
    this.#names = config?.statementNames;
    // Who uses it hears of a lost connection by what it asks next; without a listener the process would end instead.
    this.on('error', () => undefined);
  }

  /** One that has a name goes without it where names are not kept. */
  override query(...given: never[]): never {
    const names = this.#names;
    const send = super.query.bind(this) as Query;
    const [query, ...rest] = given as unknown[];
    if (names === undefined || !isNamed(query) || names.areKept === true) return send(...given) as never;
    if (names.areKept === false) return send(unnamed(query), ...rest) as never;
    names.look(this, send);
    if (rest.some((one) => typeof one === 'function')) return send(namedIfKept(names, given)) as never;
    return new Promise((resolve, reject) => {
      const callback = (error: Error | null, result: unknown): void => {
        if (error === null) resolve(result);
        else reject(error);
      };
      send(namedIfKept(names, [query, rest[0], callback]));
    }) as never;
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<this> | undefined {
    if (callback === undefined) return super.connect() as unknown as Promise<this>;
    super.connect((error: Error) => {
      if (isNativeError(error)) void this.end();
      // pg calls back in the middle of what it does when a connection is ready.
      process.nextTick(callback, error);
    });
    return undefined;
  }
}

/**
 * A pg.Pool that learns where to connect only when it must: making one reads no environment, no file and
 * opens no connection. It asks a server for TLS where the mode is `prefer`, and its failures explain themselves.
 */
export class LazyPool extends pg.Pool {
  /** Whether its connections send the names of statements. */
  readonly statementNames: StatementNames;
  readonly #given: PoolOptions;
  #settings: ConnectionSettings | undefined;
  #ready: Promise<void> | undefined;

  constructor(given: PoolOptions) {
    // A script that has had its answers ends without having to close the pool.
    super({ Client: TidyClient, allowExitOnIdle: true });
    this.#given = given;
    this.statementNames = new StatementNames(
      () => given.preparedStatements ?? this.settings.preparedStatements ?? 'detect',
    );
    Object.assign(this.options, { statementNames: this.statementNames });
    // An idle connection that breaks is removed by the pool; without a listener the process would end.
    this.on('error', () => undefined);
  }

  /** Where this pool connects to. */
  get settings(): ConnectionSettings {
    const { settings } = this.#given;
    this.#settings ??= typeof settings === 'function' ? settings() : settings;
    return this.#settings;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.connect((error, client) => {
          if (client === undefined) reject(error ?? new Error('no connection'));
          else resolve(client);
        });
      });
    }
    if (this.ending) {
      super.connect(callback);
      return undefined;
    }
    const fail = (error: unknown): void => {
      callback(this.#explain(error), undefined, () => undefined);
    };
    const proceed = (): void => {
      try {
        super.connect((error, client, release) => {
          if (error === undefined) callback(undefined, client, release);
          else fail(error);
        });
      } catch (error) {
        // pg refuses some configurations by an exception, which nobody would hear of here.
        process.nextTick(fail, error);
      }
    };
    this.#ready ??= this.#prepare();
    this.#ready.then(proceed, fail);
    return undefined;
  }

  /** Fills in the options that pg reads for each new connection. */
  async #prepare(): Promise<void> {
    const { settings } = this;
    const { max } = this.#given;
    if (max !== undefined) this.options.max = typeof max === 'function' ? max() : max;
    const config = mustAskForTls(settings)
      ? await pgConfig(settings)
      : pgConfigWith(settings, tlsOptions(settings.tls, settings.host));
    withSecret(Object.assign(this.options, config), 'password', config.password);
  }

  #explain(error: unknown): Error {
    const explained =
      this.#settings === undefined
        ? error
        : explainFailedConnect(error, this.#settings, { poolMax: this.options.max });
    // What the server offers, or the files say, may have changed: look again next time.
    if ((explained as { code?: unknown }).code !== 'connection/pool-exhausted') this.#ready = undefined;
    return isNativeError(explained) ? explained : new Error(String(explained));
  }
}
