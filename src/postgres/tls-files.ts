import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { Problem } from '../problem.ts';
import type { TlsSettings } from './tls.ts';

/** The file of certificates to trust; undefined leaves Node its own list. */
export function rootCertFile({ rootCert }: Pick<TlsSettings, 'rootCert'>): string | undefined {
  if (rootCert === 'system') return undefined;
  return rootCert ?? defaultFile('root.crt');
}

/** Reads the files that the handshake needs. `verification` is undefined when the server is not verified. */
export function secureContext(
  settings: TlsSettings,
  verification: { rootFile: string | undefined } | undefined,
): SecureContext {
  return createContext({
    ...trust(settings, verification),
    ...clientCertificate(settings),
    minVersion: settings.minVersion ?? 'TLSv1.2',
    ...(settings.maxVersion !== undefined && { maxVersion: settings.maxVersion }),
  });
}

type ContextOptions = NonNullable<Parameters<typeof createSecureContext>[0]>;

function trust(
  { crl }: TlsSettings,
  verification: { rootFile: string | undefined } | undefined,
): ContextOptions {
  // Nobody is trusted, since nobody is asked: Node would read its long list for nothing.
  if (verification === undefined) return { ca: [] };
  const { rootFile } = verification;
  const crlFile = crl ?? (rootFile === undefined ? undefined : defaultFile('root.crl'));
  return {
    ...(rootFile !== undefined && { ca: readPem('sslrootcert', rootFile, 'CERTIFICATE') }),
    ...(crlFile !== undefined && { crl: readPem('sslcrl', crlFile, 'X509 CRL') }),
  };
}

function clientCertificate(settings: TlsSettings): ContextOptions {
  const certFile = settings.cert ?? defaultFile('postgresql.crt');
  if (certFile === undefined) return {};
  const keyFile = settings.key ?? defaultFile('postgresql.key');
  if (keyFile === undefined) {
    throw new Problem({
      code: 'tls/unusable-client-certificate',
      what: `sslcert: ${certFile} has no private key with it`,
      why: 'a certificate proves nothing without its key',
      fix: 'give sslkey=/path/to/client.key (or put it in ~/.postgresql/postgresql.key)',
    });
  }
  const pair = {
    cert: readPem('sslcert', certFile, 'CERTIFICATE'),
    key: readPem('sslkey', keyFile, 'PRIVATE KEY'),
    ...(settings.keyPassword !== undefined && { passphrase: settings.keyPassword }),
  };
  try {
    createSecureContext(pair);
  } catch (cause) {
    throw new Problem({
      code: 'tls/unusable-client-certificate',
      what: `sslcert ${certFile} and sslkey ${keyFile} cannot be used: ${reason(cause)}`,
      fix: 'check that the key belongs to the certificate, and give its pass phrase in sslpassword if it has one',
    });
  }
  return pair;
}

function createContext(options: ContextOptions): SecureContext {
  try {
    return createSecureContext(options);
  } catch (cause) {
    throw new Problem({
      code: 'tls/unreadable-file',
      what: `the TLS files cannot be used: ${reason(cause)}`,
      why: 'no connection is made, since it would be weaker than asked',
      fix: 'check that sslrootcert and sslcrl name PEM files that are whole',
    });
  }
}

/** OpenSSL says what is wrong, never what it has read. */
function reason(cause: unknown): string {
  return (cause as { reason?: string }).reason ?? (cause as { message?: string }).message ?? 'unknown error';
}

function defaultFile(name: string): string | undefined {
  const file = path.join(homedir(), '.postgresql', name);
  return existsSync(file) ? file : undefined;
}

function readPem(parameter: string, file: string, kind: string): string {
  const wrong = (what: string): Problem =>
    new Problem({
      code: 'tls/unreadable-file',
      what: `${parameter}: ${file} ${what}`,
      why: 'no connection is made, since it would be weaker than asked',
      fix: `give the path of a PEM file (-----BEGIN ${kind}-----) that this process can read`,
    });
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch (cause) {
    throw wrong(`cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  const blocks = text.match(
    new RegExp(`-----BEGIN ((?:[A-Z0-9]+ )*${kind})-----[^]+?-----END \\1-----`, 'g'),
  );
  if (blocks === null) throw wrong(`holds no ${kind}`);
  // Node passes over a damaged one in silence, and would then say that the server is not trusted.
  if (kind === 'CERTIFICATE' && !blocks.every(isCertificate)) throw wrong('holds a damaged CERTIFICATE');
  return text;
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).serialNumber !== '';
  } catch {
    return false;
  }
}
