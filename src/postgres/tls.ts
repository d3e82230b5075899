import { checkServerIdentity } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { Problem } from '../problem.ts';
import { rootCertFile, secureContext } from './tls-files.ts';

/** The modes in libpq's order, weakest first. `allow` is left out: it asks for plain text when it can have TLS. */
export const TLS_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof TLS_MODES)[number];

/** The versions in order, oldest first. */
export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** What was asked for, in libpq's words. The files are read when a connection is made. */
export interface TlsSettings {
  readonly mode: TlsMode;
  readonly negotiation: 'postgres' | 'direct';
  /** A file of certificates to trust, or `system` for those that Node trusts. */
  readonly rootCert?: string | undefined;
  readonly crl?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Not enumerable in settings, as the password. */
  readonly keyPassword?: string | undefined;
  readonly minVersion?: TlsVersion | undefined;
  readonly maxVersion?: TlsVersion | undefined;
  /** Whether to tie the password's proof to the server's certificate when the server can; by default it is tried. */
  readonly channelBinding?: 'prefer' | 'disable' | undefined;
}

/** What pg takes: nothing, or options for the handshake. */
export type TlsOptions = false | ConnectionOptions;

/** The mode that goes without saying: as in libpq, public authorities are trusted only for a name. */
export function defaultTlsMode(rootCert: string | undefined): TlsMode {
  return rootCert === 'system' ? 'verify-full' : 'prefer';
}

/** What is wrong with a combination of settings, in a clause; undefined when nothing is. */
export function tlsContradiction(settings: TlsSettings): string | undefined {
  const { mode, negotiation, rootCert, minVersion, maxVersion = 'TLSv1.3' } = settings;
  if (rootCert === 'system' && mode !== 'verify-full') {
    return `sslmode=${mode} cannot be used with sslrootcert=system: any certificate of any public authority would do; write sslmode=verify-full`;
  }
  if (negotiation === 'direct' && (mode === 'disable' || mode === 'prefer')) {
    return `sslmode=${mode} cannot be used with sslnegotiation=direct, which leaves no way back to plain text; write sslmode=verify-full, or require`;
  }
  if (TLS_VERSIONS.indexOf(minVersion ?? 'TLSv1') > TLS_VERSIONS.indexOf(maxVersion)) {
    return `ssl_min_protocol_version=${minVersion ?? ''} is above ssl_max_protocol_version=${maxVersion}`;
  }
  return undefined;
}

/**
 * The handshake that `settings` ask for, never a weaker one. `host` is what the certificate must name
 * in verify-full. For `prefer` this is the handshake to use if the server offers TLS at all.
 */
export function tlsOptions(settings: TlsSettings, host: string): TlsOptions {
  const { mode } = settings;
  // libpq never uses TLS on a Unix socket.
  if (mode === 'disable' || host.startsWith('/')) return false;

  const contradiction = tlsContradiction(settings);
  if (contradiction !== undefined) {
    throw new Problem({
      code: 'tls/contradiction',
      what: `the TLS settings contradict each other: ${contradiction}`,
      fix: 'correct them in DATABASE_URL or the PGSSL… variables',
    });
  }
  const rootFile = rootCertFile(settings);
  if (mode === 'verify-ca' && rootFile === undefined) {
    throw new Problem({
      code: 'tls/no-root-certificate',
      what: 'sslmode=verify-ca, and there is no root certificate to verify with',
      why: 'without one, any certificate of any public authority would pass',
      fix: 'give sslrootcert=/path/to/ca.crt (or put it in ~/.postgresql/root.crt), or write sslmode=verify-full',
    });
  }
  const verifies = verifiesChain(mode, rootFile);
  return {
    rejectUnauthorized: verifies,
    // Said in full: left to itself, Node would check the name in every mode that verifies.
    checkServerIdentity:
      mode === 'verify-full' ? (_name, cert) => checkServerIdentity(host, cert) : () => undefined,
    // A context shows nothing of keys and pass phrases, and has its files read and checked here.
    secureContext: secureContext(settings, verifies ? { rootFile } : undefined),
  };
}

/** What the connection will be protected against, for a person. */
export function describeTls(options: TlsOptions, mode: TlsMode): string {
  if (options === false) return 'not encrypted';
  if (mode === 'verify-full') return 'encrypted, server and name verified';
  return options.rejectUnauthorized === true
    ? 'encrypted, server verified, name not'
    : 'encrypted, server not verified';
}

/** As libpq has it: with a root certificate at hand, `require` verifies the chain too. */
function verifiesChain(mode: TlsMode, rootFile: string | undefined): boolean {
  return mode === 'verify-ca' || mode === 'verify-full' || (mode === 'require' && rootFile !== undefined);
}
