import { describeHost, hostsOf } from './hosts.ts';
import type { Host, TargetSession } from './hosts.ts';
import { withSecret } from './secret.ts';
import type { TlsSettings } from './tls.ts';

/** How long each kind of waiting may take, in milliseconds; undefined leaves it to the server. */
export interface Timeouts {
  readonly connect: number;
  readonly statement: number | undefined;
  readonly lock: number | undefined;
  readonly idleInTransaction: number | undefined;
}

/**
 * One database and how to reach it: what a URL, the PG* variables or the embedded server come down to.
 * Knex and pg are both given what `pgConfig` makes of this, so that they can never disagree.
 */
export interface ConnectionSettings {
  /** A name, an address, or the folder of a Unix socket (it starts with a slash). */
  readonly host: string;
  readonly port: number;
  /** All servers of the database, where there are several: tried in order; `host` and `port` are the first. */
  readonly hosts?: readonly Host[] | undefined;
  /** What a session must be for a server to be taken; by default any is. */
  readonly targetSession?: TargetSession | undefined;
  /** Whether each connection tries the servers in an order of chance. */
  readonly balanceHosts?: boolean | undefined;
  readonly database: string;
  readonly user: string;
  /** Not enumerable, so that no log, inspection or JSON shows it. */
  readonly password: string | undefined;
  readonly applicationName: string;
  readonly tls: TlsSettings;
  readonly timeouts: Timeouts;
  /** Command-line options for the backend, as libpq's `options`. */
  readonly options: string | undefined;
  /** Whether statements may have names on the way to the server; where it is not said, that is found out. */
  readonly preparedStatements?: boolean | undefined;
}

export const NO_TIMEOUTS: Timeouts = {
  connect: 10_000,
  statement: undefined,
  lock: undefined,
  idleInTransaction: undefined,
};

const NO_TLS_SETTINGS: TlsSettings = { mode: 'prefer', negotiation: 'postgres' };

/** Settings with every gap filled, frozen, and with secrets that do not show. */
export function connectionSettings(
  given: Partial<ConnectionSettings> & Pick<ConnectionSettings, 'host' | 'database' | 'user'>,
): ConnectionSettings {
  const { password, ...shown } = given;
  const { keyPassword, ...tls } = given.tls ?? NO_TLS_SETTINGS;
  const settings = {
    port: 5432,
    applicationName: 'keelson',
    options: undefined,
    ...shown,
    tls: Object.freeze(withSecret(tls, 'keyPassword', keyPassword)),
    timeouts: Object.freeze({ ...NO_TIMEOUTS, ...given.timeouts }),
  };
  return Object.freeze(withSecret(settings, 'password', password));
}

/** The same server and login, with something changed: another database, another application name. */
export function withSettings(
  settings: ConnectionSettings,
  changed: Partial<ConnectionSettings>,
): ConnectionSettings {
  // Another server is one, and is asked nothing.
  const isElsewhere = changed.host !== undefined || changed.port !== undefined;
  const alone = isElsewhere ? { hosts: undefined, targetSession: undefined, balanceHosts: undefined } : {};
  return connectionSettings({ ...settings, ...alone, password: settings.password, ...changed });
}

/** `user@host:port/database`, for messages: everything that identifies the place and nothing secret. */
export function describeConnection(settings: ConnectionSettings): string {
  const { user, host, database } = settings;
  const places = hostsOf(settings);
  const shown = places.map(describeHost).join(',');
  return places.length === 1 && host.startsWith('/')
    ? `${user}@${shown} (Unix socket), database ${database}`
    : `${user}@${shown}/${database}`;
}
