import { FOREIGN_PARAMETERS } from './foreign-parameters.ts';
import { hostsOf } from './hosts.ts';
import type { ConnectionSettings } from './settings.ts';
import { rootCertFile } from './tls-files.ts';

/**
 * The settings in libpq's variables, for psql and pg_dump: unlike arguments, they do not show in the list of
 * processes. A name with undefined is one to take away, for the environment not to add what was not asked for.
 * The pass phrase of a key has no variable; libpq asks for it at the terminal.
 */
export function libpqVariables(settings: ConnectionSettings): Readonly<Record<string, string | undefined>> {
  const { tls, timeouts } = settings;
  const verifies = tls.mode === 'verify-full' || tls.mode === 'verify-ca' || tls.mode === 'require';
  return {
    ...Object.fromEntries(
      Object.values(FOREIGN_PARAMETERS).flatMap(({ variable }) =>
        variable === undefined ? [] : [[variable, undefined]],
      ),
    ),
    PGHOST: hostsOf(settings)
      .map(({ host }) => host)
      .join(','),
    PGPORT: hostsOf(settings)
      .map(({ port }) => port)
      .join(','),
    PGTARGETSESSIONATTRS: settings.targetSession,
    PGLOADBALANCEHOSTS: settings.balanceHosts === true ? 'random' : undefined,
    PGDATABASE: settings.database,
    PGUSER: settings.user,
    PGPASSWORD: settings.password,
    PGAPPNAME: settings.applicationName,
    PGOPTIONS: settings.options,
    PGCONNECT_TIMEOUT: String(Math.ceil(timeouts.connect / 1000)),
    PGSSLMODE: tls.mode,
    PGSSLNEGOTIATION: tls.negotiation === 'direct' ? 'direct' : undefined,
    // In the mode prefer libpq would go on in plain text when the server does not stand up to it.
    PGSSLROOTCERT: verifies ? rootFor(settings) : undefined,
    PGSSLCRL: tls.crl,
    PGSSLCERT: tls.cert,
    PGSSLKEY: tls.key,
    PGSSLMINPROTOCOLVERSION: tls.minVersion,
    PGSSLMAXPROTOCOLVERSION: tls.maxVersion,
    PGCHANNELBINDING: tls.channelBinding,
  };
}

/** libpq trusts the system's authorities only when it is told to. */
function rootFor({ tls }: ConnectionSettings): string | undefined {
  return (
    tls.rootCert ?? (tls.mode === 'verify-full' && rootCertFile(tls) === undefined ? 'system' : undefined)
  );
}
