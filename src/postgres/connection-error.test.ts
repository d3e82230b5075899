import { Problem } from '../problem.ts';
import { explainConnectionError, explainFailedConnect } from './connection-error.ts';
import { connectionSettings } from './settings.ts';

const settings = connectionSettings({
  host: 'db.example.com',
  database: 'shop',
  user: 'app',
  password: 'hunter2',
  tls: { mode: 'verify-full', negotiation: 'postgres', rootCert: '/ca.crt' },
});
const error = (parts: {
  code?: string;
  message?: string;
  severity?: string;
  file?: string;
  reason?: string;
}): Error => Object.assign(new Error(parts.message ?? 'no words'), parts);
const code = (failed: Error): unknown => (explainConnectionError(failed, settings) as { code?: string }).code;

it('says what was tried, why it matters, what to do, and keeps the cause', () => {
  const cause = error({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
  const explained = explainConnectionError(cause, settings) as Problem;
  expect(explained).toBeInstanceOf(Problem);
  expect(explained.message).toBe(
    [
      'cannot connect to app@db.example.com:5432/shop: the certificate of the server is signed by an authority that is not trusted (sslmode=verify-full, verified with /ca.crt)',
      'somebody between here and there could read and change everything',
      'fix: give sslrootcert=/path/to/ca.crt, the authority that signed it; to encrypt without knowing to whom, sslmode=require without sslrootcert',
      '[tls/not-verified]',
    ].join('\n'),
  );
  expect(explained.cause).toBe(cause);
});

it.each([
  ['ECONNREFUSED', 'connection/refused'],
  ['ENOENT', 'connection/refused'],
  ['ETIMEDOUT', 'connection/timeout'],
  ['EHOSTUNREACH', 'connection/unreachable'],
  ['ENETUNREACH', 'connection/unreachable'],
  ['ENOTFOUND', 'connection/unknown-host'],
  ['EAI_AGAIN', 'connection/unknown-host'],
  ['ECONNRESET', 'connection/closed'],
  ['EPIPE', 'connection/closed'],
  ['EACCES', 'connection/not-allowed'],
  ['NOT_POSTGRES', 'connection/not-postgres'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls/not-verified'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls/not-verified'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls/not-verified'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls/not-verified'],
  ['CERT_HAS_EXPIRED', 'tls/not-valid'],
  ['CERT_REVOKED', 'tls/not-valid'],
  ['UNABLE_TO_GET_CRL', 'tls/unusable-crl'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls/wrong-name'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls/no-common-version'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls/no-common-version'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'connection/not-postgres'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls/refused'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls/refused'],
])('explains %s', (failure, expected) => {
  expect(code(error({ code: failure }))).toBe(expected);
});

it.each([
  ['28P01', 'connection/wrong-password'],
  ['28000', 'connection/not-allowed'],
  ['42501', 'connection/not-allowed'],
  ['3D000', 'connection/no-database'],
  ['53300', 'connection/too-many'],
  ['57P03', 'connection/starting-up'],
])(
  'explains %s of a session that cannot begin, and leaves the same of a query alone',
  (sqlState, expected) => {
    expect(code(error({ code: sqlState, severity: 'FATAL' }))).toBe(expected);
    // A server that speaks another language.
    expect(code(error({ code: sqlState, severity: 'ВАЖНО', file: 'postinit.c' }))).toBe(expected);
    const ofQuery = error({ code: sqlState, severity: 'ERROR', file: 'aclchk.c' });
    expect(explainConnectionError(ofQuery, settings)).toBe(ofQuery);
  },
);

it.each([
  ['The server does not support SSL connections', 'tls/not-offered'],
  ['There was an error establishing an SSL connection', 'connection/not-postgres'],
  [
    'write EPROTO 80AB:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:../deps/openssl/x.c:1:SSL alert number 70',
    'tls/no-common-version',
  ],
  ['timeout expired', 'connection/timeout'],
  ['Connection terminated due to connection timeout', 'connection/timeout'],
  ['timeout exceeded when trying to connect', 'connection/pool-exhausted'],
  ['Connection terminated unexpectedly', 'connection/closed'],
  ['Client has encountered a connection error and is not queryable', 'connection/closed'],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'connection/no-password'],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string', 'connection/no-password'],
  ['SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match', 'connection/impostor'],
  ['unsupported startup parameter: lock_timeout', 'connection/startup-parameter'],
])('explains %j', (message, expected) => {
  expect(code(error({ message }))).toBe(expected);
});

it('gives OpenSSL’s words for an alert, and not where in OpenSSL they were said', () => {
  const alert = error({
    code: 'EPROTO',
    message:
      'write EPROTO 80AB:error:0A000418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:../deps/x.c:1:',
  });
  expect((explainConnectionError(alert, settings) as Problem).what).toMatch(
    /TLS handshake: tlsv1 alert unknown ca$/,
  );
});

it('knows a password that is missing from one that is wrong', () => {
  const refused = error({ code: '28P01', severity: 'FATAL' });
  const explain = (password: string | undefined) =>
    (explainConnectionError(refused, connectionSettings({ ...settings, password })) as Problem).code;
  expect([undefined, '', 'x'].map(explain)).toEqual([
    'connection/no-password',
    'connection/no-password',
    'connection/wrong-password',
  ]);
});

it('names the one in between when the channel is bound to another certificate', () => {
  const bound = error({ code: '28000', severity: 'FATAL', message: 'SCRAM channel binding check failed' });
  expect(code(bound)).toBe('connection/impostor');
});

it('leaves what it does not know, or what is explained already, as it is', () => {
  const unknown = error({ code: '22P02', severity: 'ERROR' });
  expect(explainConnectionError(unknown, settings)).toBe(unknown);
  expect(explainConnectionError('words', settings)).toBe('words');
  const odd = error({ code: 'constructor' });
  expect(explainConnectionError(odd, settings)).toBe(odd);
  const problem = new Problem({ code: 'x/y', what: 'what', fix: 'fix' });
  expect(explainFailedConnect(problem, settings)).toBe(problem);
});

it.each(['57P01', '57P02'])('explains %s where it is known that no session had begun', (sqlState) => {
  const ended = error({ code: sqlState, severity: 'FATAL', file: 'postgres.c', message: 'terminating' });
  expect(explainFailedConnect(ended, settings)).toMatchObject({
    code: 'connection/starting-up',
    what: 'cannot connect to app@db.example.com:5432/shop: the server takes no connections now: terminating',
  });
  // A session that was at work may have ended so.
  expect(explainConnectionError(ended, settings)).toBe(ended);
});

it('says where it was tried to connect even of what it does not know', () => {
  const explained = explainFailedConnect(
    error({ code: 'XX000', severity: 'FATAL', message: 'oh no' }),
    settings,
  );
  expect((explained as Problem).code).toBe('connection/failed');
  expect((explained as Problem).what).toBe('cannot connect to app@db.example.com:5432/shop: oh no');
});
