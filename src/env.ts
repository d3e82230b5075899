import { userInfo } from 'node:os';
import path from 'node:path';
import { loadEnvFiles } from './env-files.ts';
import { readVariables } from './env-variables.ts';
import type { Variables } from './env-variables.ts';
import type { ConnectionParts } from './postgres/connection-parameters.ts';
import { EXAMPLE_URL } from './postgres/connection-string.ts';
import { readEmbeddedAddress } from './postgres/embedded/state.ts';
import { SERVICE_LIMITS } from './postgres/pool-limits.ts';
import type { PoolLimits } from './postgres/pool-limits.ts';
import { hostsContradiction, pairHosts } from './postgres/hosts.ts';
import { connectionSettings } from './postgres/settings.ts';
import type { ConnectionSettings, Timeouts } from './postgres/settings.ts';
import { defaultTlsMode, tlsContradiction } from './postgres/tls.ts';
import { Problem } from './problem.ts';

/** What the environment says, read once and checked whole. */
export interface Env {
  readonly nodeEnv: 'development' | 'test' | 'production';
  /** Where the database is, or undefined when nothing says so. */
  readonly database: ConnectionSettings | undefined;
  /** Whether the database is the embedded server of this checkout, since nothing names another one. Never in production. */
  readonly databaseIsEmbedded: boolean;
  readonly replicas: readonly ConnectionSettings[];
  /** What a pool of the application keeps to. */
  readonly pool: PoolLimits;
  readonly slowQueryMs: number | undefined;
  readonly prepareRepeated: boolean;
  readonly log: 'off' | 'queries' | 'parameters';
  readonly testDatabase: ConnectionSettings | undefined;
  readonly testServer: 'container' | 'embedded' | undefined;
}

/** Where the embedded server of a checkout lives. */
export function embeddedHome(cwd = process.cwd()): string {
  return path.join(cwd, '.data', 'postgres');
}

/** Where the embedded server for tests lives. */
export function embeddedTestHome(cwd = process.cwd()): string {
  return path.join(cwd, '.data', 'test-postgres');
}

interface Reading {
  readonly cwd?: string;
  /** What is already known to be wrong. */
  readonly mistakes?: readonly string[];
  /** What DATABASE_URL is called in messages. */
  readonly urlName?: string;
}

/** Reads the environment from `source`, or says everything that is wrong with it at once. */
export function readEnv(source: Readonly<Record<string, string | undefined>>, cwd = process.cwd()): Env {
  return read(source, { cwd });
}

function read(source: Readonly<Record<string, string | undefined>>, reading: Reading): Env {
  const mistakes = [...(reading.mistakes ?? [])];
  const variables = readVariables(source, mistakes);
  // What follows from a mistake is no mistake of its own.
  const isClear = !mistakes.some((mistake) => /^(?:PG|DATABASE_URL)/.test(mistake));
  const settings = (name: string, given: ConnectionParts): ConnectionSettings | undefined => {
    const made = toSettings(given, variables);
    const mistake =
      made === undefined
        ? 'it names no user, and the user of this process has no name: give one'
        : (tlsContradiction(made.tls) ?? portsContradiction(given, variables));
    if (mistake !== undefined && isClear) mistakes.push(`${name}: ${mistake}`);
    return made;
  };

  const { DATABASE_URL, libpq } = variables;
  const isSaid = [DATABASE_URL, libpq.host, libpq.database, libpq.user].some((part) => part !== undefined);
  const where = DATABASE_URL === undefined ? 'the PG variables' : 'DATABASE_URL';
  const said = isSaid ? settings(where, DATABASE_URL ?? {}) : undefined;
  const replicas = (variables.DATABASE_REPLICA_URLS ?? []).map((one, index) =>
    settings(`DATABASE_REPLICA_URLS: URL ${index + 1}`, one),
  );
  const testDatabase =
    variables.TEST_DATABASE_URL && settings('TEST_DATABASE_URL', variables.TEST_DATABASE_URL);
  if (mistakes.length > 0) throw invalid(mistakes, reading.urlName);

  const databaseIsEmbedded = !isSaid && variables.NODE_ENV !== 'production';
  return Object.freeze({
    nodeEnv: variables.NODE_ENV,
    database: databaseIsEmbedded ? embeddedSettings(variables, reading.cwd) : said,
    databaseIsEmbedded,
    replicas: Object.freeze(replicas.filter((replica) => replica !== undefined)),
    pool: Object.freeze(poolLimits(variables)),
    slowQueryMs: variables.DATABASE_SLOW_QUERY_MS,
    prepareRepeated: variables.DATABASE_PREPARE_REPEATED === 'on',
    log: variables.DATABASE_LOG,
    testDatabase,
    testServer: variables.TEST_DATABASE,
  });
}

let loaded: Env | undefined;

/** The environment of this process, with .env.local and .env of the working directory where it leaves gaps. */
export function env(): Env {
  loaded ??= read(process.env, { mistakes: loadEnvFiles(process.env) });
  return loaded;
}

/** Forgets what was read, for a command that has just started the embedded server. */
export function forgetEnv(): void {
  loaded = undefined;
}

/** Where the database is, or a Problem that says how to tell. */
export function requireDatabase(from: Env = env()): ConnectionSettings {
  if (from.database !== undefined) return from.database;
  throw from.nodeEnv === 'production'
    ? new Problem({
        code: 'env/no-database',
        what: 'DATABASE_URL is not set, and NODE_ENV is production',
        why: 'the embedded server is for development and tests only',
        fix: `set DATABASE_URL, for example ${EXAMPLE_URL}`,
      })
    : new Problem({
        code: 'env/no-database',
        what: 'DATABASE_URL is not set, and this folder has no embedded server',
        fix: `npm run db:setup starts a database here, or set DATABASE_URL in .env, for example ${EXAMPLE_URL}`,
      });
}

/** Settings from a URL that a person gives by hand, with the environment's PG variables for what it leaves out. */
export function settingsFromUrl(connectionString: string): ConnectionSettings {
  const urlName = 'the given URL';
  if (connectionString.trim() === '') throw invalid(['DATABASE_URL: it is empty'], urlName);
  const mistakes = loadEnvFiles(process.env);
  return requireDatabase(read({ ...process.env, DATABASE_URL: connectionString }, { mistakes, urlName }));
}

/** What a URL says, and the variables where it leaves gaps. Undefined when nothing names a user. */
function toSettings(url: ConnectionParts, variables: Variables): ConnectionSettings | undefined {
  const given = { ...variables.libpq, ...url };
  const user = given.user ?? osUser();
  if (user === undefined) return undefined;
  const { hosts, port = 5432, ports = [port] } = given;
  return connectionSettings({
    host: given.host ?? 'localhost',
    port,
    ...(hosts !== undefined && { hosts: Object.freeze(pairHosts(hosts, ports)) }),
    ...(given.targetSession !== undefined && { targetSession: given.targetSession }),
    ...(given.balanceHosts !== undefined && { balanceHosts: given.balanceHosts }),
    user,
    password: given.password,
    database: given.database ?? user,
    applicationName: given.applicationName ?? 'keelson',
    options: given.options,
    preparedStatements: given.preparedStatements ?? preparedStatements(variables),
    tls: {
      mode: given.sslMode ?? defaultTlsMode(given.sslRootCert),
      negotiation: given.sslNegotiation ?? 'postgres',
      rootCert: given.sslRootCert,
      crl: given.sslCrl,
      cert: given.sslCert,
      key: given.sslKey,
      keyPassword: given.sslPassword,
      minVersion: given.sslMinVersion,
      maxVersion: given.sslMaxVersion,
      channelBinding: given.channelBinding,
    },
    timeouts: timeouts(url, variables),
  });
}

/** Undefined where it is to be found out. */
function preparedStatements({ DATABASE_PREPARED_STATEMENTS: said }: Variables): boolean | undefined {
  return said === 'detect' ? undefined : said === 'on';
}

function portsContradiction(url: ConnectionParts, variables: Variables): string | undefined {
  const { host = 'localhost', hosts = [host], ports = [] } = { ...variables.libpq, ...url };
  return hostsContradiction(hosts, ports);
}

function timeouts(url: ConnectionParts, variables: Variables): Timeouts {
  return {
    connect:
      url.connectTimeoutMs ??
      variables.DATABASE_CONNECT_TIMEOUT_MS ??
      variables.libpq.connectTimeoutMs ??
      10_000,
    statement: url.statementTimeoutMs ?? variables.DATABASE_STATEMENT_TIMEOUT_MS,
    lock: url.lockTimeoutMs ?? variables.DATABASE_LOCK_TIMEOUT_MS,
    idleInTransaction: url.idleInTransactionTimeoutMs ?? variables.DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
  };
}

function poolLimits({
  DATABASE_POOL_MAX: max,
  DATABASE_POOL_MIN: min,
  DATABASE_POOL_IDLE_TIMEOUT_MS: idleTimeout,
  DATABASE_POOL_LIFETIME_MS: lifetime,
  DATABASE_ANSWER_TIMEOUT_MS: answerTimeout,
}: Variables): PoolLimits {
  return {
    ...SERVICE_LIMITS,
    ...(max !== undefined && { max }),
    ...(min !== undefined && { min }),
    ...(idleTimeout !== undefined && { idleTimeout }),
    ...(lifetime !== undefined && { lifetime }),
    ...(answerTimeout !== undefined && { answerTimeout }),
  };
}

function embeddedSettings(variables: Variables, cwd: string | undefined): ConnectionSettings | undefined {
  const address = readEmbeddedAddress(embeddedHome(cwd));
  return (
    address &&
    connectionSettings({
      ...address,
      applicationName: variables.libpq.applicationName ?? 'keelson',
      options: variables.libpq.options,
      preparedStatements: preparedStatements(variables),
      tls: { mode: 'disable', negotiation: 'postgres' },
      timeouts: timeouts({}, variables),
    })
  );
}

/** Undefined where the process runs under a number that has no name, as containers do. */
function osUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** `urlName` is what a URL that was given by hand is called: the environment is not to blame for it. */
function invalid(mistakes: readonly string[], urlName = 'DATABASE_URL'): Problem {
  const named = mistakes.map((mistake) => mistake.replace(/^DATABASE_URL(?=: )/, urlName));
  const isOfGivenUrl =
    urlName !== 'DATABASE_URL' && named.every((mistake) => mistake.startsWith(`${urlName}: `));
  const place = isOfGivenUrl ? urlName : 'the environment';
  const shown = isOfGivenUrl ? named.map((mistake) => mistake.slice(`${urlName}: `.length)) : named;
  return new Problem({
    code: 'env/invalid',
    what:
      shown.length === 1
        ? `${place} has a mistake: ${shown[0] ?? ''}`
        : `${place} has ${shown.length} mistakes:\n${shown.map((mistake) => `  ${mistake}`).join('\n')}`,
    fix: isOfGivenUrl
      ? `give one such as ${EXAMPLE_URL} (docs/environment.md says how it is written)`
      : 'correct them where they are set: the shell, .env.local or .env (docs/environment.md lists every variable)',
  });
}
