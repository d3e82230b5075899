import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { explainFailedConnect } from './connection-error.ts';
import { mustChooseHost } from './hosts.ts';
import { connectToOne } from './one-of-several.ts';
import { mustAskForTls, pgConfig, pgConfigWith } from './pg-config.ts';
import { withSecret } from './secret.ts';
import type { ConnectionSettings } from './settings.ts';
import { tlsOptions } from './tls.ts';

export interface PoolOptions {
  /** Where to connect; a function is asked when the first connection is wanted, not before. */
  readonly settings: ConnectionSettings | (() => ConnectionSettings);
  /** The most connections that are open at once; a function is asked with the settings. */
  readonly max?: number | (() => number);
}

type ConnectCallback = Parameters<pg.Pool['connect']>[0];

/** pg leaves the socket of a failed attempt open where the server was not the one to end it. */
class TidyClient extends pg.Client {
  readonly #given: pg.ClientConfig & { readonly several?: ConnectionSettings };

  constructor(given: pg.ClientConfig = {}) {
    super(given);
    this.#given = given;
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<this> | undefined {
    if (callback === undefined) return super.connect() as unknown as Promise<this>;
    const told = (error: Error): void => {
      if (isNativeError(error)) void this.end();
      callback(error);
    };
    const { several: settings, ...given } = this.#given;
    if (settings === undefined) super.connect(told);
    else {
      const connect = async (): Promise<unknown> => await super.connect();
      connectToOne(this, { settings, given, connect }).then(() => {
        told(undefined as unknown as Error);
      }, told);
    }
    return undefined;
  }
}

/**
 * A pg.Pool that learns where to connect only when it must: making one reads no environment, no file and
 * opens no connection. It asks a server for TLS where the mode is `prefer`, and its failures explain themselves.
 */
export class LazyPool extends pg.Pool {
  readonly #given: PoolOptions;
  #settings: ConnectionSettings | undefined;
  #ready: Promise<void> | undefined;

  constructor(given: PoolOptions) {
    // A script that has had its answers ends without having to close the pool.
    super({ Client: TidyClient, allowExitOnIdle: true });
    this.#given = given;
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

  /** A timer of pg's own would end whichever of several servers is tried when it goes off: each has one of its own. */
  protected newClient(waiting: unknown): void {
    const { connectionTimeoutMillis } = this.options;
    if (mustChooseHost(this.settings)) this.options.connectionTimeoutMillis = 0;
    try {
      (pg.Pool.prototype as unknown as { newClient(waiting: unknown): void }).newClient.call(this, waiting);
    } finally {
      this.options.connectionTimeoutMillis = connectionTimeoutMillis;
    }
  }

  /** Fills in the options that pg reads for each new connection. */
  async #prepare(): Promise<void> {
    const { settings } = this;
    const { max } = this.#given;
    if (max !== undefined) this.options.max = typeof max === 'function' ? max() : max;
    if (mustChooseHost(settings)) {
      const config = pgConfigWith(settings, false);
      Object.assign(withSecret(Object.assign(this.options, config), 'password', config.password), {
        several: settings,
      });
      return;
    }
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
