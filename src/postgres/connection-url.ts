import { describeHost, hostsOf } from './hosts.ts';
import type { Host } from './hosts.ts';
import type { ConnectionSettings } from './settings.ts';

/** A URL that this package, pg and libpq read as these settings. */
export function connectionUrl(settings: ConnectionSettings): string {
  const {
    host,
    port,
    hosts,
    targetSession,
    balanceHosts,
    database,
    user,
    password,
    tls,
    options,
    applicationName,
    preparedStatements,
  } = settings;
  const encode = encodeURIComponent;
  const login = password === undefined ? encode(user) : `${encode(user)}:${encode(password)}`;
  const isSocket = hosts === undefined && host.startsWith('/');
  const place = isSocket ? '' : hostsOf(settings).map(placeOf).join(',');
  const parameters: readonly (readonly [string, string | undefined])[] = [
    ['host', isSocket ? host : undefined],
    ['port', isSocket ? String(port) : undefined],
    ['target_session_attrs', targetSession === 'any' ? undefined : targetSession],
    ['load_balance_hosts', balanceHosts === true ? 'random' : undefined],
    ['sslmode', tls.mode === 'prefer' ? undefined : tls.mode],
    ['sslnegotiation', tls.negotiation === 'postgres' ? undefined : tls.negotiation],
    ['sslrootcert', tls.rootCert],
    ['sslcrl', tls.crl],
    ['sslcert', tls.cert],
    ['sslkey', tls.key],
    ['sslpassword', tls.keyPassword],
    ['ssl_min_protocol_version', tls.minVersion],
    ['ssl_max_protocol_version', tls.maxVersion],
    ['channel_binding', tls.channelBinding],
    ['options', options],
    ['pgbouncer', preparedStatements === false ? 'true' : undefined],
    ['application_name', applicationName === 'keelson' ? undefined : applicationName],
  ];
  const query = parameters.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encode(value)}`],
  );
  const suffix = query.length === 0 ? '' : `?${query.join('&')}`;
  return `postgres://${login}@${place}/${encode(database)}${suffix}`;
}

function placeOf(place: Host): string {
  return place.host.startsWith('/') ? `${encodeURIComponent(place.host)}:${place.port}` : describeHost(place);
}
