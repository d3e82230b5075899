import { GONE_BY_WORDS } from './connection-lost.ts';
import { quoteIdentifier } from './identifier.ts';
import type { ConnectionSettings } from './settings.ts';
import { explainTlsFailure } from './tls-failures.ts';
import { NOT_POSTGRES } from './tls-support.ts';

/** An attempt to connect that failed. */
export interface Failure {
  readonly error: Error;
  readonly settings: ConnectionSettings;
  /** How many connections the pool may hold, when one was asked. */
  readonly poolMax?: number | undefined;
}

/** The parts of a message, with `what` to follow the place that was tried. */
export interface Explanation {
  readonly code: string;
  readonly what: string;
  readonly why?: string;
  readonly fix: string;
}

type Explain = (failure: Failure) => Explanation;

const refused: Explain = () => ({
  code: 'connection/refused',
  what: 'nothing listens there',
  fix: 'start the server (npm run db:up starts the embedded one), or correct the host and port in DATABASE_URL',
});
const timedOut: Explain = ({ settings }) => ({
  code: 'connection/timeout',
  what: `no answer within ${settings.timeouts.connect} ms`,
  fix: 'check the host, the firewall and the VPN, or raise DATABASE_CONNECT_TIMEOUT_MS',
});
const unreachable: Explain = () => ({
  code: 'connection/unreachable',
  what: 'there is no way to that host',
  fix: 'check the host, the network and the VPN',
});
const unknownHost: Explain = ({ settings }) => ({
  code: 'connection/unknown-host',
  what: `the name ${settings.host} does not resolve`,
  fix: 'correct the host in DATABASE_URL, or check the name server and the VPN',
});
const closed: Explain = ({ settings }) => ({
  code: 'connection/closed',
  what: 'the server closed the connection',
  fix:
    settings.tls.negotiation === 'direct'
      ? 'sslnegotiation=direct needs a server of PostgreSQL 17 or later with TLS: leave it out, or check the log of the server'
      : 'check that a Postgres server listens there, and its log',
});
const notPostgres: Explain = () => ({
  code: 'connection/not-postgres',
  what: 'what listens there does not answer as a Postgres server does',
  fix: 'correct the host and port in DATABASE_URL',
});
const socketForbidden: Explain = () => ({
  code: 'connection/not-allowed',
  what: 'this user may not open the socket',
  fix: 'check the rights of the folder in host, or connect to localhost',
});
const noPassword: Explain = ({ settings }) => ({
  code: 'connection/no-password',
  what: `the server asks for a password of the user ${settings.user}, and none is given`,
  fix: 'put it in DATABASE_URL, or in PGPASSWORD',
});
const notAllowed: Explain = ({ error, settings }) => ({
  code: 'connection/not-allowed',
  what: `the server does not let the user ${settings.user} in: ${error.message}`,
  fix: 'check that the role exists and may log in and connect to this database, and the rules of pg_hba.conf (they may ask for TLS or a client certificate)',
});
/** The certificate that this side has seen is not the one that the server has sent. */
const bound: Explain = ({ error }) => ({
  code: 'connection/impostor',
  what: `the server that checks the password is not the one that answers with TLS: ${error.message}`,
  why: 'somebody may be in between, reading and changing everything',
  fix: 'check the host and the way to it; channel_binding=disable only if a proxy that you know ends TLS there',
});
/** What is sent at the start where it is asked for; a pooler names only the first that it does not take. */
const AT_START = 'statement_timeout, lock_timeout, idle_in_transaction_session_timeout, options';
const startupParameter: Explain = ({ error, settings: { user } }) => ({
  code: 'connection/startup-parameter',
  what: error.message,
  why: 'a pooler such as PgBouncer takes only some settings at the start of a connection',
  fix:
    `name them in the pooler (ignore_startup_parameters = ${AT_START}), or leave the timeout or the options out ` +
    '(DATABASE_..._TIMEOUT_MS, options in DATABASE_URL); either way they hold where the role has them: ' +
    `alter role ${quoteIdentifier(user)} set statement_timeout = '30s'`,
});

const startingUp: Explain = ({ error }) => ({
  code: 'connection/starting-up',
  what: `the server takes no connections now: ${error.message}`,
  fix: 'wait a moment and try again; if it lasts, look into the log of the server',
});

/** By Node's error code, or Postgres' SQLSTATE. */
const BY_CODE: ReadonlyMap<string, Explain> = new Map<string, Explain>([
  ['ECONNREFUSED', refused],
  ['ENOENT', refused],
  ['ETIMEDOUT', timedOut],
  ['EHOSTUNREACH', unreachable],
  ['EHOSTDOWN', unreachable],
  ['ENETUNREACH', unreachable],
  ['EADDRNOTAVAIL', unreachable],
  ['ENOTFOUND', unknownHost],
  ['EAI_AGAIN', unknownHost],
  ['EAI_NODATA', unknownHost],
  ['EAI_NONAME', unknownHost],
  ['ECONNRESET', closed],
  ['EPIPE', closed],
  ['EACCES', socketForbidden],
  [NOT_POSTGRES, notPostgres],
  [
    '28P01',
    (failure) =>
      (failure.settings.password ?? '') === ''
        ? noPassword(failure)
        : {
            code: 'connection/wrong-password',
            what: `the server does not accept this password for the user ${failure.settings.user}, or has no such user`,
            fix: 'correct the user and the password in DATABASE_URL (percent-encode special characters)',
          },
  ],
  ['28000', (failure) => (failure.error.message.includes('channel binding') ? bound : notAllowed)(failure)],
  ['42501', notAllowed],
  ['55000', notAllowed],
  [
    '3D000',
    ({ settings }) => ({
      code: 'connection/no-database',
      what: `the database ${settings.database} does not exist`,
      fix: 'npm run db:setup makes it, or correct its name in DATABASE_URL',
    }),
  ],
  [
    '53300',
    ({ error }) => ({
      code: 'connection/too-many',
      what: `the server has no connection left: ${error.message}`,
      fix: 'close idle ones, lower DATABASE_POOL_MAX, or put a pooler before the server',
    }),
  ],
  // It was stopped, or crashed, when the password was checked already and the session had not begun.
  ['57P01', startingUp],
  ['57P02', startingUp],
  ['57P03', startingUp],
]);

/** By words, where pg and poolers have no code. */
const BY_MESSAGE: readonly (readonly [RegExp, Explain])[] = [
  [/^There was an error establishing an SSL connection$/, notPostgres],
  [
    /^timeout exceeded when trying to connect$/,
    ({ settings, poolMax }) => ({
      code: 'connection/pool-exhausted',
      what: `all ${poolMax ?? ''} connections of the pool are in use, and none came free within ${settings.timeouts.connect} ms`,
      fix: 'look for clients of pool.connect() that are never released and for transactions that never end, or raise DATABASE_POOL_MAX',
    }),
  ],
  [/timeout expired|connection timeout/, timedOut],
  [/^SASL: .* password must be|^Password must be a string$/, noPassword],
  [
    /^SASL: .*signature/,
    () => ({
      code: 'connection/impostor',
      what: 'the server could not prove that it knows the password',
      why: 'it may not be the server that it seems to be',
      fix: 'check the host, and write sslmode=verify-full with sslrootcert',
    }),
  ],
  [/unsupported startup parameter/, startupParameter],
  [GONE_BY_WORDS, closed],
];

/** Explains a failure by the code of its error. */
export function explainByCode(failure: Failure): Explanation | undefined {
  const { code } = failure.error as { code?: unknown };
  if (typeof code !== 'string') return undefined;
  return explainTlsFailure(code, failure) ?? BY_CODE.get(code)?.(failure);
}

/** Explains a failure by the words of its error. */
export function explainByMessage(failure: Failure): Explanation | undefined {
  const { message } = failure.error;
  return (
    explainTlsFailure(message, failure) ?? BY_MESSAGE.find(([words]) => words.test(message))?.[1](failure)
  );
}
