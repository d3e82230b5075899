import type { Explanation, Failure } from './connection-failures.ts';
import { rootCertFile } from './tls-files.ts';

type Explain = (failure: Failure) => Explanation;

/** What the server was verified with, for a person. */
function verified({ settings: { tls } }: Failure): string {
  return `(sslmode=${tls.mode}, verified with ${rootCertFile(tls) ?? 'the authorities that Node trusts'})`;
}

const notTrusted = (what: string): Explain => {
  return (failure) => ({
    code: 'tls/not-verified',
    what: `${what} ${verified(failure)}`,
    why: 'somebody between here and there could read and change everything',
    fix: 'give sslrootcert=/path/to/ca.crt, the authority that signed it; to encrypt without knowing to whom, sslmode=require without sslrootcert',
  });
};
const notValid = (what: string): Explain => {
  return (failure) => ({
    code: 'tls/not-valid',
    what: `${what} ${verified(failure)}`,
    why: 'it is no proof of who the server is',
    fix: 'give the server a new certificate; check the clock of this machine',
  });
};
const unusableCrl = (what: string): Explain => {
  return (failure) => ({
    code: 'tls/unusable-crl',
    what: `${what} ${verified(failure)}`,
    why: 'whether the certificate has been revoked cannot be told',
    fix: 'give sslcrl a current list of each authority in the chain, or leave it out (and ~/.postgresql/root.crl)',
  });
};
const unknownAuthority = notTrusted(
  'the certificate of the server is signed by an authority that is not trusted',
);

/** By OpenSSL's name of what is wrong with a certificate. */
const VERIFICATION: ReadonlyMap<string, Explain> = new Map<string, Explain>([
  ['SELF_SIGNED_CERT_IN_CHAIN', unknownAuthority],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', unknownAuthority],
  ['UNABLE_TO_GET_ISSUER_CERT', unknownAuthority],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', unknownAuthority],
  ['CERT_UNTRUSTED', unknownAuthority],
  ['CERT_REJECTED', unknownAuthority],
  ['INVALID_CA', unknownAuthority],
  ['INVALID_PURPOSE', notTrusted('the certificate of the server is not meant for a server')],
  ['CERT_CHAIN_TOO_LONG', notTrusted('the chain of the certificate of the server is too long')],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', notTrusted('the certificate of the server is self-signed')],
  ['CERT_SIGNATURE_FAILURE', notTrusted('the signature of the certificate of the server is wrong')],
  ['CERT_HAS_EXPIRED', notValid('the certificate of the server has expired')],
  ['CERT_NOT_YET_VALID', notValid('the certificate of the server is not valid yet')],
  ['CERT_REVOKED', notValid('the certificate of the server has been revoked')],
  ['UNABLE_TO_GET_CRL', unusableCrl('sslcrl holds no list of an authority of the server')],
  ['CRL_HAS_EXPIRED', unusableCrl('the list in sslcrl has expired')],
  ['CRL_NOT_YET_VALID', unusableCrl('the list in sslcrl is not valid yet')],
  ['CRL_SIGNATURE_FAILURE', unusableCrl('the signature of the list in sslcrl is wrong')],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    ({ settings: { host, tls } }) => ({
      code: 'tls/wrong-name',
      what: `the certificate of the server does not name ${host} (sslmode=${tls.mode})`,
      why: 'it may be the certificate of another server',
      fix: 'connect by a name that the certificate holds, or give the server a certificate for this one; sslmode=verify-ca does without the name',
    }),
  ],
]);

/** OpenSSL's words, as Node gives them: in a code (ERR_SSL_TLSV1_ALERT_UNKNOWN_CA) or, with EPROTO, in the message. */
const HANDSHAKE: readonly (readonly [RegExp, Explain])[] = [
  [
    /^The server does not support SSL connections$/,
    ({ settings: { tls } }) => ({
      code: 'tls/not-offered',
      what: `sslmode=${tls.mode}, and the server does not offer TLS`,
      fix: 'turn TLS on at the server, or write sslmode=disable if plain text is meant',
    }),
  ],
  [
    /^(?:ERR_SSL_|.*EPROTO).*(?:PROTOCOL.VERSION|UNSUPPORTED.PROTOCOL|NO.PROTOCOLS.AVAILABLE)/i,
    ({ settings: { tls } }) => ({
      code: 'tls/no-common-version',
      what: `the server speaks no version of TLS from ${tls.minVersion ?? 'TLSv1.2'} to ${tls.maxVersion ?? 'TLSv1.3'}`,
      fix: 'bring ssl_min_protocol_version and ssl_max_protocol_version here and at the server together',
    }),
  ],
  [
    /^(?:ERR_SSL_|.*EPROTO).*(?:WRONG.VERSION.NUMBER|PACKET.LENGTH.TOO.LONG)/i,
    () => ({
      code: 'connection/not-postgres',
      what: 'what listens there does not answer with TLS',
      fix: 'correct the host and port in DATABASE_URL',
    }),
  ],
  [
    /^(?:ERR_SSL_|.*EPROTO).*ALERT/i,
    ({ error }) => ({
      code: 'tls/refused',
      what: `the server broke off the TLS handshake: ${wordsOf(error)}`,
      why: 'as a rule it did not accept the client certificate, or misses one',
      fix: 'check sslcert and sslkey, and the log of the server, which knows more',
    }),
  ],
];

/** Explains a failure of TLS by the code or the words of its error; undefined when it is none. */
export function explainTlsFailure(codeOrMessage: string, failure: Failure): Explanation | undefined {
  const explain =
    VERIFICATION.get(codeOrMessage) ?? HANDSHAKE.find(([pattern]) => pattern.test(codeOrMessage))?.[1];
  return explain?.(failure);
}

/** What OpenSSL calls it, without the file and line of OpenSSL around it. */
function wordsOf(error: Error): string {
  const { reason } = error as { reason?: string };
  return reason ?? /SSL routines:[^:]*:([^:]+)/.exec(error.message)?.[1] ?? error.message;
}
