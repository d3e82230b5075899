import type { ClientConfig } from 'pg';
import { refuseUnsayable } from './identifier.ts';
import { withSecret } from './secret.ts';
import type { ConnectionSettings } from './settings.ts';
import { tlsOptions } from './tls.ts';
import type { TlsOptions } from './tls.ts';
import { serverOffersTls } from './tls-support.ts';

/** What pg is given for one server. Asks it whether it offers TLS when the mode is `prefer`. */
export async function hostConfig(settings: ConnectionSettings): Promise<ClientConfig> {
  const tls = tlsOptions(settings.tls, settings.host);
  const usesTls = tls !== false && (settings.tls.mode !== 'prefer' || (await serverOffersTls(settings)));
  return pgConfigWith(settings, usesTls ? tls : false);
}

/** Whether the server has to be asked before a configuration can be made. */
export function mustAskForTls({ tls, host }: ConnectionSettings): boolean {
  return tls.mode === 'prefer' && !host.startsWith('/');
}

/**
 * The same when it is already known whether to use TLS. What pg would take from the environment where the
 * configuration is silent is said in full, since the settings have the last word.
 */
export function pgConfigWith(settings: ConnectionSettings, ssl: TlsOptions): ClientConfig {
  const { tls, timeouts } = settings;
  // They stand one behind the other in the first message, each ended by a zero byte.
  for (const text of [settings.user, settings.database, settings.applicationName, settings.options])
    if (text !== undefined) refuseUnsayable(text);
  const config: ClientConfig = {
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    application_name: settings.applicationName,
    ssl,
    sslnegotiation: ssl === false ? 'postgres' : tls.negotiation,
    enableChannelBinding: ssl !== false && tls.channelBinding !== 'disable',
    keepAlive: true,
    connectionTimeoutMillis: timeouts.connect,
    ...(timeouts.statement !== undefined && { statement_timeout: limit(timeouts.statement) }),
    ...(timeouts.lock !== undefined && { lock_timeout: limit(timeouts.lock) }),
    ...(timeouts.idleInTransaction !== undefined && {
      idle_in_transaction_session_timeout: limit(timeouts.idleInTransaction),
    }),
    ...(settings.options !== undefined && { options: settings.options }),
  };
  return withSecret(config, 'password', settings.password);
}

/** pg leaves out a zero, which turns off what the server or the role has set; as text it is sent. */
function limit(milliseconds: number): number {
  return milliseconds === 0 ? ('0' as unknown as number) : milliseconds;
}
