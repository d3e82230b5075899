import type { Connection } from '../catalog/session.ts';
import { settingsFromUrl } from '../env.ts';
import { Problem } from '../problem.ts';

/** Where to look, from whatever a caller has: a URL, settings, a pool or a client. `name` is the option's. */
export function placeOf(connection: string | Connection, name: string): Connection {
  const given: unknown = connection;
  if (typeof given === 'string') return settingsFromUrl(given);
  if (typeof given === 'object' && given !== null && (canQuery(given) || isSettings(given)))
    return given as Connection;
  throw new Problem({
    code: 'parity/connection',
    what: `\`${name}\` is ${described(given)}, which is no way to a database`,
    why: "what pg's constructors take says too little: neither TLS nor timeouts could be known",
    fix: `give a URL (postgres://user@host:5432/database), a pg.Pool, or a pg.Client that is connected: ${name}: new Pool(…)`,
  });
}

function canQuery(given: object): boolean {
  return 'query' in given && typeof given.query === 'function';
}

function isSettings(given: object): boolean {
  const { host, port, database, user, tls, timeouts } = given as Readonly<Record<string, unknown>>;
  return (
    [host, database, user].every((part) => typeof part === 'string') &&
    typeof port === 'number' &&
    [tls, timeouts].every((part) => typeof part === 'object' && part !== null)
  );
}

/** By its keys: what they hold may be a password. */
function described(given: unknown): string {
  if (given === null || typeof given !== 'object') return given === null ? 'null' : `of type ${typeof given}`;
  const keys = Object.keys(given);
  return keys.length === 0 ? 'an object of nothing' : `an object of ${keys.slice(0, 6).join(', ')}`;
}
