import type { ConnectionSettings } from './settings.ts';

/** A URL that this package, pg and libpq read as these settings. */
export function connectionUrl(settings: ConnectionSettings): string {
  const { host, port, database, user, password, tls, options, applicationName, preparedStatements } =
    settings;
  const encode = encodeURIComponent;
  const login = password === undefined ? encode(user) : `${encode(user)}:${encode(password)}`;
  const isSocket = host.startsWith('/');
  const place = isSocket ? '' : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const parameters: readonly (readonly [string, string | undefined])[] = [
    ['host', isSocket ? host : undefined],
    ['port', isSocket ? String(port) : undefined],
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
