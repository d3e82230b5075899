/** A parameter that is known, but not from here: of libpq and without effect in this driver, or of another tool. */
export interface ForeignParameter {
  /** What to do about it. */
  readonly advice: string;
  /** Values that ask for what is done anyway. */
  readonly harmless?: readonly string[];
  /** The environment variable that libpq reads for it. */
  readonly variable?: string;
}

const PRISMA = "a parameter of Prisma's; leave it out";
const JDBC = "a parameter of JDBC's; leave it out";
const NODE = 'a parameter of node-postgres alone; leave it out';
const SYSTEM = 'left to the system; leave it out';

/**
 * What people bring along in URLs and environments. Leaving it unread could connect them elsewhere or less
 * safely than they asked, so each is refused with what to do.
 */
export const FOREIGN_PARAMETERS: Readonly<Record<string, ForeignParameter>> = {
  // libpq: what asks for safety, or for another place, and cannot be given.
  require_auth: {
    variable: 'PGREQUIREAUTH',
    advice: 'cannot be enforced by the driver; leave it out and write sslmode=verify-full',
  },
  requirepeer: { variable: 'PGREQUIREPEER', advice: 'cannot be enforced by the driver; leave it out' },
  requiressl: { variable: 'PGREQUIRESSL', harmless: ['0'], advice: 'obsolete; write sslmode=require' },
  gssencmode: {
    variable: 'PGGSSENCMODE',
    harmless: ['disable', 'prefer'],
    advice: 'the driver has no GSSAPI; leave it out and write sslmode=verify-full',
  },
  sslcrldir: {
    variable: 'PGSSLCRLDIR',
    advice: 'not supported; put the lists into one file, and name that in sslcrl',
  },
  sslcertmode: {
    variable: 'PGSSLCERTMODE',
    harmless: ['allow'],
    advice: 'can only be allow: a client certificate is used when there is one',
  },
  sslsni: {
    variable: 'PGSSLSNI',
    harmless: ['1'],
    advice: 'can only be 1: the driver always names the server',
  },
  hostaddr: { variable: 'PGHOSTADDR', advice: 'not supported; give the address as the host' },
  service: {
    variable: 'PGSERVICE',
    advice: 'not supported; write what the service file says in DATABASE_URL',
  },
  passfile: { advice: 'not read from a URL; set PGPASSWORD' },
  client_encoding: {
    harmless: ['UTF8', 'UTF-8', 'utf8', 'utf-8', 'unicode', 'auto'],
    advice: 'can only be UTF8',
  },
  fallback_application_name: { advice: 'not supported; write application_name' },
  replication: { harmless: ['false', 'off', '0'], advice: 'not supported; leave it out' },
  keepalives: { harmless: ['1'], advice: 'can only be 1; leave it out' },
  keepalives_idle: { advice: SYSTEM },
  keepalives_interval: { advice: SYSTEM },
  keepalives_count: { advice: SYSTEM },
  tcp_user_timeout: { advice: SYSTEM },
  sslcompression: { harmless: ['0'], advice: 'can only be 0; leave it out' },

  // Other tools.
  uselibpqcompat: {
    harmless: ['true'],
    advice: 'can only be true: sslmode has the meaning that libpq gives it',
  },
  max: { advice: `${NODE} and set DATABASE_POOL_MAX` },
  query_timeout: { advice: `${NODE} and set DATABASE_STATEMENT_TIMEOUT_MS` },
  connectionTimeoutMillis: { advice: `${NODE} and set DATABASE_CONNECT_TIMEOUT_MS` },
  idleTimeoutMillis: { advice: NODE },
  encoding: { harmless: ['utf8', 'UTF8'], advice: NODE },
  schema: { advice: `${PRISMA} (options=-csearch_path%3Dname sets a search_path)` },
  connection_limit: { advice: `${PRISMA} and set DATABASE_POOL_MAX` },
  pool_timeout: { advice: `${PRISMA} and set DATABASE_CONNECT_TIMEOUT_MS` },
  socket_timeout: { advice: `${PRISMA} and set DATABASE_STATEMENT_TIMEOUT_MS` },
  statement_cache_size: { advice: PRISMA },
  single_use_connections: { advice: PRISMA },
  sslaccept: { advice: `${PRISMA} and write sslmode=verify-full for strict, sslmode=require for the other` },
  sslidentity: { advice: `${PRISMA} and write sslcert and sslkey` },
  currentSchema: { advice: `${JDBC} (options=-csearch_path%3Dname sets a search_path)` },
  loginTimeout: { advice: `${JDBC} and write connect_timeout` },
  socketTimeout: { advice: `${JDBC} and set DATABASE_STATEMENT_TIMEOUT_MS` },
  sslfactory: { advice: `${JDBC} and write sslmode` },
  prepareThreshold: { advice: JDBC },
  search_path: { advice: 'not a parameter of a connection; write options=-csearch_path%3Dname' },
  pool_max_conns: { advice: "a parameter of pgx'; leave it out and set DATABASE_POOL_MAX" },
  pool_size: { advice: 'a parameter of another tool; leave it out and set DATABASE_POOL_MAX' },
  prepared_statements: {
    advice: 'a parameter of another tool; leave it out, or set DATABASE_PREPARED_STATEMENTS',
  },
  supa: { advice: "a mark of Supabase's for Vercel; leave it out" },
};
