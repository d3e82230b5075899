import { isIP } from 'node:net';
import { TARGET_SESSIONS } from './hosts.ts';
import type { TargetSession } from './hosts.ts';
import { TLS_MODES, TLS_VERSIONS } from './tls.ts';
import type { TlsMode, TlsVersion } from './tls.ts';

/** What a URL or the environment says of a connection; what it leaves out is filled in from elsewhere. */
export interface ConnectionParts {
  host?: string;
  port?: number;
  /** All of them, where there are several; `host` and `port` are the first. */
  hosts?: readonly string[] | undefined;
  ports?: readonly number[] | undefined;
  targetSession?: TargetSession;
  balanceHosts?: boolean;
  database?: string;
  user?: string;
  password?: string;
  applicationName?: string;
  options?: string;
  sslMode?: TlsMode;
  sslNegotiation?: 'postgres' | 'direct';
  sslRootCert?: string;
  sslCrl?: string;
  sslCert?: string;
  sslKey?: string;
  sslPassword?: string;
  sslMinVersion?: TlsVersion;
  sslMaxVersion?: TlsVersion;
  channelBinding?: 'prefer' | 'disable';
  connectTimeoutMs?: number;
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleInTransactionTimeoutMs?: number;
  preparedStatements?: boolean;
}

/** Why a text is not accepted: a clause that never repeats it, since a malformed URL can put a password anywhere. */
export interface Mistake {
  readonly mistake: string;
}

/** A parameter of a connection in libpq's sense. */
export interface Parameter {
  /** The environment variable that libpq reads for it. */
  readonly variable?: string;
  readonly read: (text: string) => ConnectionParts | Mistake;
}

/** A day; what is longer is a mistyped number. */
export const LONGEST_TIMEOUT_MS = 86_400_000;
const LONGEST_TIMEOUT_S = LONGEST_TIMEOUT_MS / 1000;

/** Every parameter that is understood, by its name in a URL. */
export const PARAMETERS: Readonly<Record<string, Parameter>> = {
  host: { variable: 'PGHOST', read: readHosts },
  port: { variable: 'PGPORT', read: readPorts },
  dbname: { variable: 'PGDATABASE', read: name((database) => ({ database })) },
  user: { variable: 'PGUSER', read: readUser },
  password: { variable: 'PGPASSWORD', read: (password) => ({ password }) },
  application_name: { variable: 'PGAPPNAME', read: name((applicationName) => ({ applicationName })) },
  options: { variable: 'PGOPTIONS', read: name((options) => ({ options })) },
  connect_timeout: {
    variable: 'PGCONNECT_TIMEOUT',
    read: wholeNumber(' of seconds', [0, LONGEST_TIMEOUT_S], 10, (seconds) => ({
      connectTimeoutMs: seconds * 1000,
    })),
  },
  statement_timeout: { read: milliseconds((statementTimeoutMs) => ({ statementTimeoutMs })) },
  lock_timeout: { read: milliseconds((lockTimeoutMs) => ({ lockTimeoutMs })) },
  idle_in_transaction_session_timeout: {
    read: milliseconds((idleInTransactionTimeoutMs) => ({ idleInTransactionTimeoutMs })),
  },
  target_session_attrs: {
    variable: 'PGTARGETSESSIONATTRS',
    read: oneOf(TARGET_SESSIONS, (targetSession) => ({ targetSession }), 'read-write'),
  },
  load_balance_hosts: {
    variable: 'PGLOADBALANCEHOSTS',
    read: oneOf(['disable', 'random'], (order) => ({ balanceHosts: order === 'random' })),
  },
  sslmode: { variable: 'PGSSLMODE', read: readSslMode },
  // As libpq has it, for URLs that were written for JDBC.
  ssl: { read: oneOf(['true'], () => ({ sslMode: 'require' })) },
  sslnegotiation: {
    variable: 'PGSSLNEGOTIATION',
    read: oneOf(['postgres', 'direct'], (sslNegotiation) => ({ sslNegotiation })),
  },
  sslrootcert: { variable: 'PGSSLROOTCERT', read: name((sslRootCert) => ({ sslRootCert })) },
  sslcrl: { variable: 'PGSSLCRL', read: name((sslCrl) => ({ sslCrl })) },
  sslcert: { variable: 'PGSSLCERT', read: name((sslCert) => ({ sslCert })) },
  sslkey: { variable: 'PGSSLKEY', read: name((sslKey) => ({ sslKey })) },
  sslpassword: { read: (sslPassword) => ({ sslPassword }) },
  ssl_min_protocol_version: {
    variable: 'PGSSLMINPROTOCOLVERSION',
    read: oneOf(TLS_VERSIONS, (sslMinVersion) => ({ sslMinVersion }), 'TLSv1.3'),
  },
  ssl_max_protocol_version: {
    variable: 'PGSSLMAXPROTOCOLVERSION',
    read: oneOf(TLS_VERSIONS, (sslMaxVersion) => ({ sslMaxVersion }), 'TLSv1.3'),
  },
  channel_binding: { variable: 'PGCHANNELBINDING', read: readChannelBinding },
  // As Prisma has it.
  pgbouncer: {
    read: oneOf(['true', 'false'], (is) => (is === 'true' ? { preparedStatements: false } : {})),
  },
};

/** What `text` says as the parameter `parameter`, or why it cannot be. */
export function readParameter(parameter: Parameter, text: string): ConnectionParts | Mistake {
  // It would end the text in the protocol, and begin whatever follows it.
  if (text.includes('\0')) return { mistake: 'it holds a NUL character, which Postgres knows nowhere' };
  return parameter.read(text);
}

type Read = Parameter['read'];

function oneOf<const Value extends string>(
  values: readonly Value[],
  use: (value: Value) => ConnectionParts,
  example = values[0],
): Read {
  return (text) => {
    const value = values.find((known) => known === text);
    return value === undefined ? notAccepted(values.join(', '), example ?? '') : use(value);
  };
}

function wholeNumber(
  unit: string,
  [from, to]: readonly [number, number],
  example: number,
  use: (value: number) => ConnectionParts,
): Read {
  return (text) => {
    const value = Number(text);
    return /^\d{1,10}$/.test(text) && value >= from && value <= to
      ? use(value)
      : notAccepted(`a whole number${unit} from ${from} to ${to}`, String(example));
  };
}

function milliseconds(use: (value: number) => ConnectionParts): Read {
  return wholeNumber(' of milliseconds', [0, LONGEST_TIMEOUT_MS], 5000, use);
}

/** A text that shows in messages, so that it stays on its line. */
function name(use: (text: string) => ConnectionParts): Read {
  return (text) => (/\p{Cc}/u.test(text) ? { mistake: 'it holds a control character' } : use(text));
}

function readHosts(text: string): ConnectionParts | Mistake {
  const hosts: string[] = [];
  for (const one of text.split(',')) {
    const read = readHost(one);
    if ('mistake' in read) return read;
    hosts.push(read.host);
  }
  // What is undefined takes away what another source has said.
  return { host: hosts[0] ?? '', hosts: hosts.length > 1 ? hosts : undefined };
}

/** One, or one for each host; as in libpq, an empty one of several is 5432. */
function readPorts(text: string): ConnectionParts | Mistake {
  const words = text.split(',');
  const ports = words.map((word) => (word === '' && words.length > 1 ? 5432 : Number(word)));
  const isWrong = words.some((word, index) => {
    const port = ports[index] ?? 0;
    return (word !== '' && !/^\d{1,10}$/.test(word)) || port < 1 || port > 65_535;
  });
  if (isWrong) return notAccepted('a whole number from 1 to 65535', '5432');
  return { port: ports[0] ?? 5432, ports: ports.length > 1 ? ports : undefined };
}

function readHost(host: string): { readonly host: string } | Mistake {
  const isFolder = host.startsWith('/') && !/\p{Cc}/u.test(host);
  // Nothing else is let through, since a host is shown: an encoded user:password@host would pass for one.
  if (isFolder || isIP(host) !== 0 || /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(host)) return { host };
  return notAccepted('a name, an IP address, or the folder of a Unix socket', 'localhost');
}

function readUser(user: string): ConnectionParts | Mistake {
  if (user.includes(':')) {
    return {
      mistake: 'the user holds a colon: the one between user and password is not percent-encoded',
    };
  }
  return name((user) => ({ user }))(user);
}

function readSslMode(text: string): ConnectionParts | Mistake {
  if (text === 'no-verify') {
    return {
      mistake:
        'no-verify is written require here, as in libpq: encrypted, the server not verified; accepted: ' +
        `${TLS_MODES.join(', ')}; example: verify-full`,
    };
  }
  if (text === 'allow') {
    return {
      mistake: `allow asks for plain text where it can have TLS; accepted: ${TLS_MODES.join(', ')}; example: verify-full`,
    };
  }
  return oneOf(TLS_MODES, (sslMode) => ({ sslMode }), 'verify-full')(text);
}

function readChannelBinding(text: string): ConnectionParts | Mistake {
  if (text === 'require') {
    return {
      mistake:
        'require cannot be enforced by the driver: leave it out and write sslmode=verify-full, which rules out the same attack',
    };
  }
  return oneOf(['prefer', 'disable'], (channelBinding) => ({ channelBinding }))(text);
}

function notAccepted(accepted: string, example: string): Mistake {
  return { mistake: `accepted: ${accepted}; example: ${example}` };
}
