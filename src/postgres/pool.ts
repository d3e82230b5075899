import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { Problem } from '../problem.ts';
import { explainFailedConnect } from './connection-error.ts';
import { markAway } from './connection-lost.ts';
import { askPool } from './pool-query.ts';
import { PooledClient, withCallersStack } from './pooled-client.ts';
import type { ClientOptions } from './pooled-client.ts';
import { aboutSeconds, silenceOf, timeoutsWith } from './pool-limits.ts';
import type { PoolLimits } from './pool-limits.ts';
import { mustChooseHost } from './hosts.ts';
import { mustAskForTls, pgConfig, pgConfigWith } from './pg-config.ts';
import { withSecret } from './secret.ts';
import { describeConnection, withSettings } from './settings.ts';
import type { ConnectionSettings, Timeouts } from './settings.ts';
import type { NamedConfig } from './kept-query.ts';
import { RepeatedStatements } from './repeated-statements.ts';
import { isAboutNames, isStale } from './stale-statement.ts';
import { submitsItself, StatementNames } from './statement-names.ts';
import type { PreparedStatements } from './statement-names.ts';
import { tlsOptions } from './tls.ts';

export interface PoolOptions {
  /** Where to connect; a function is asked when the first connection is wanted, not before. */
  readonly settings: ConnectionSettings | (() => ConnectionSettings);
  /** What it keeps to; a function is asked with the settings. */
  readonly limits?: PoolLimits | (() => PoolLimits);
  /** The timeouts of its sessions where neither it nor the settings say: left out where a pooler takes none. */
  readonly fallback?: Partial<Timeouts>;
  /** Whether statements go under their names; by default what the settings say, else it is found out. */
  readonly preparedStatements?: PreparedStatements;
  /** Whether a query that is asked again and again gets a name by itself: asked with the first one. By default it gets none. */
  readonly prepareRepeated?: () => boolean;
}

/** What an earlier attempt may have left. */
const NO_LIMITS: pg.ClientConfig = Object.fromEntries(
  ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'].map((name) => [
    name,
    undefined,
  ]),
);

type ConnectCallback = Parameters<pg.Pool['connect']>[0];

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
  #isReady = false;
  #repeated: RepeatedStatements | undefined;
  #isBare = false;
  #hasConnected = false;

  constructor(given: PoolOptions) {
    // A script that has had its answers ends without having to close the pool.
    super({ Client: PooledClient as unknown as new () => pg.ClientBase, allowExitOnIdle: true });
    this.#given = given;
    this.statementNames = new StatementNames(
      () => given.preparedStatements ?? this.settings.preparedStatements ?? 'detect',
    );
    // Not a method: its types are pg's, which has many ways to ask.
    this.query = this.#ask.bind(this) as pg.Pool['query'];
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
    const wasBare = this.#isBare;
    if (this.#isReady) this.#connect(callback, wasBare);
    else {
      this.#ready ??= this.#prepare();
      this.#ready.then(
        () => {
          this.#connect(callback, wasBare);
        },
        (error: unknown) => {
          this.#fail(error, callback, wasBare);
        },
      );
    }
    return undefined;
  }

  #connect(callback: ConnectCallback, wasBare: boolean): void {
    try {
      super.connect((error, client, release) => {
        if (error !== undefined) this.#fail(error, callback, wasBare);
        else {
          this.#hasConnected = true;
          callback(undefined, client, release);
        }
      });
    } catch (error) {
      // pg refuses some configurations by an exception, which nobody would hear of here.
      process.nextTick(() => {
        this.#fail(error, callback, wasBare);
      });
    }
  }

  #fail(error: unknown, callback: ConnectCallback, wasBare: boolean): void {
    const explained = this.#explain(error);
    if (!wasBare && this.#leavesOut(explained)) this.connect(callback);
    else callback(explained, undefined, () => undefined);
  }

  /** A query with parameters that comes again and again goes under a name. */
  #ask(...given: unknown[]): unknown {
    const [query, second, callback] = given;
    if ([query, second, callback].some((one) => typeof one === 'function') || submitsItself(query))
      return super.query(...(given as [never]));
    const named = this.#named(query, second);
    const asked = named === undefined ? askPool(this, query, second) : this.#askNamed(named, query, second);
    return asked.catch((error: unknown) => {
      throw withCallersStack(error);
    });
  }

  async #askNamed(named: NamedConfig, query: unknown, second: unknown): Promise<unknown> {
    try {
      return await askPool(this, named, undefined);
    } catch (error) {
      if (!isStale(error)) throw error;
      this.#repeated?.renew(textOf(query), named.name);
      if (isAboutNames(error)) this.statementNames.forget();
      return await askPool(this, query, second);
    }
  }

  #named(query: unknown, second: unknown): NamedConfig | undefined {
    // Before the first connection nobody has asked what the environment says.
    if (!this.#isReady || this.#repeated === undefined || this.statementNames.areKept === false)
      return undefined;
    const given = (typeof query === 'string' ? { text: query } : (query ?? {})) as Partial<NamedConfig>;
    const { text, name = '' } = given;
    const values: unknown = Array.isArray(second) ? second : given.values;
    if (name !== '' || typeof text !== 'string' || !Array.isArray(values) || values.length === 0)
      return undefined;
    const found = this.#repeated.find(text);
    return found && { ...given, ...found, values, isRepeated: true };
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
    const { limits: given = {}, fallback = {} } = this.#given;
    const limits = typeof given === 'function' ? given() : given;
    const { max, min, idleTimeout, lifetime = 0 } = limits;
    const timeouts = timeoutsWith(limits, settings, this.#isBare ? {} : fallback);
    const begun = withSettings(settings, { timeouts });
    const isSeveral = mustChooseHost(settings);
    const config =
      !isSeveral && mustAskForTls(settings)
        ? await pgConfig(begun)
        : pgConfigWith(begun, isSeveral ? false : tlsOptions(settings.tls, settings.host));
    withSecret(Object.assign(this.options, NO_LIMITS, config), 'password', config.password);
    const own: ClientOptions = {
      settings,
      ...(isSeveral && { several: begun }),
      statementNames: this.statementNames,
      silence: silenceOf(limits, timeoutsWith(limits, settings, fallback)),
    };
    Object.assign(this.options, own, {
      ...(max !== undefined && { max }),
      ...(min !== undefined && { min }),
      ...(idleTimeout !== undefined && { idleTimeoutMillis: idleTimeout }),
    });
    // Read for each connection that is opened.
    Object.defineProperty(this.options, 'maxLifetimeSeconds', {
      configurable: true,
      get: () => aboutSeconds(lifetime),
    });
    const isWanted = this.#given.prepareRepeated?.() === true;
    this.#repeated = isWanted ? (this.#repeated ?? new RepeatedStatements()) : undefined;
    this.#isReady = true;
  }

  /** A pooler in between takes none of the timeouts that a session begins with. What nobody asked for is then left out. */
  #leavesOut(error: Error): boolean {
    const { code } = error as { readonly code?: unknown };
    if (code !== 'connection/startup-parameter' || this.#given.fallback === undefined) return false;
    // Another one that was begun at the same time has said it.
    if (this.#isBare) return true;
    this.#isBare = true;
    process.emitWarning(
      `${describeConnection(this.settings)} is a pooler that takes no timeouts from a session: it is used without`,
      {
        type: 'KeelsonWarning',
        code: 'connection/startup-parameter',
        detail:
          'A statement, a wait for a lock and an idle transaction have no end there. fix: alter role … set statement_timeout = …, or ignore_startup_parameters of the pooler',
      },
    );
    return true;
  }

  #explain(error: unknown): Error {
    const explained =
      this.#settings === undefined
        ? error
        : explainFailedConnect(error, this.#settings, { poolMax: this.options.max });
    if (explained instanceof Problem && this.#hasConnected) markAway(explained);
    // What the server offers, or the files say, may have changed: look again next time.
    if ((explained as { code?: unknown }).code !== 'connection/pool-exhausted') {
      this.#ready = undefined;
      this.#isReady = false;
    }
    return isNativeError(explained) ? explained : new Error(String(explained));
  }
}

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : (query as NamedConfig).text;
}
