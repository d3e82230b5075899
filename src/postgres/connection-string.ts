import { FOREIGN_PARAMETERS } from './foreign-parameters.ts';
import { PARAMETERS, readParameter } from './connection-parameters.ts';
import type { ConnectionParts, Mistake } from './connection-parameters.ts';

/** What is read, and what is wrong, in clauses that never hold a piece of the URL. */
export interface ParsedConnectionString {
  readonly parts: ConnectionParts;
  readonly mistakes: readonly string[];
}

export const EXAMPLE_URL = 'postgres://app:secret@localhost:5432/app';
const FORM = `accepted: postgres://user:password@host:port/database; example: ${EXAMPLE_URL}`;

/** What is read so far. */
class Reading {
  readonly parts: ConnectionParts = {};
  readonly mistakes: string[] = [];

  wrong(mistake: string): void {
    this.mistakes.push(`${mistake}; ${FORM}`);
  }

  /** Takes `raw`, percent-encoded, as the parameter `name`. */
  take(name: string, raw: string): void {
    const text = this.decode(raw, name);
    if (text === undefined) return;
    const parameter = PARAMETERS[name];
    const read: ConnectionParts | Mistake = parameter === undefined ? {} : readParameter(parameter, text);
    if ('mistake' in read) this.mistakes.push(`${name}: ${read.mistake}`);
    // ssl=true asks for less than some modes do, and takes nothing from one that is given.
    else if (name !== 'ssl' || this.parts.sslMode === undefined) Object.assign(this.parts, read);
  }

  decode(raw: string, name: string): string | undefined {
    try {
      return decodeURIComponent(raw);
    } catch {
      this.mistakes.push(`${name}: it is not percent-encoded UTF-8: write % itself as %25`);
      return undefined;
    }
  }
}

/**
 * Reads `postgres://user:password@host:port/database?parameter=value` as libpq does, and says everything that
 * is wrong at once. No piece of the URL is quoted, since in a malformed one any piece may be of the password.
 */
export function parseConnectionString(given: string): ParsedConnectionString {
  const reading = new Reading();
  const text = given.trim();
  const scheme = /^postgres(?:ql)?:\/\//.exec(text);
  if (scheme === null) {
    reading.wrong(
      /^['"`]/.test(text)
        ? 'it begins with a quotation mark, which is not a part of it'
        : 'it does not begin with postgres:// or postgresql://',
    );
  } else if (/\p{Cc}/u.test(text)) {
    reading.wrong('it holds a line break or another control character');
  } else {
    readRest(text.slice(scheme[0].length), reading);
  }
  return reading;
}

function readRest(rest: string, reading: Reading): void {
  const [, authority = '', pathname = '', query = ''] =
    /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(rest) ?? [];
  // An @ further on means that the password holds a / or ? that ended the authority too early.
  if (pathname.includes('@') || query.includes('@')) {
    reading.wrong(
      'there is an @ behind the host: percent-encode special characters (@ is %40, / is %2F, ? is %3F, # is %23)',
    );
    return;
  }
  const pieces = authority.split('@');
  if (pieces.length > 2) {
    reading.wrong('there is more than one @ before the host: write the one in the password as %40');
    return;
  }
  const hostinfo = pieces.at(-1) ?? '';
  if (pieces.length === 2) readUserinfo(pieces[0] ?? '', reading);
  readHostinfo(hostinfo, reading);
  if (pathname !== '') reading.take('dbname', pathname);
  readQuery(query, reading);
}

function readUserinfo(userinfo: string, reading: Reading): void {
  const [user = '', ...password] = userinfo.split(':');
  if (user !== '') reading.take('user', user);
  const secret = password.join(':');
  if (secret !== '') reading.take('password', secret);
}

function readHostinfo(hostinfo: string, reading: Reading): void {
  const hosts: string[] = [];
  const ports: string[] = [];
  for (const one of hostinfo.split(',')) {
    const [, address, name, port = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:[\]]*))?$/.exec(one) ?? [];
    if (address === undefined && name === undefined) {
      reading.wrong('the host and port are not host:port; an IPv6 address stands in brackets, as [::1]');
      return;
    }
    if (address?.includes(':') === false) {
      reading.wrong('what stands in brackets is no IPv6 address');
      return;
    }
    hosts.push(address ?? name ?? '');
    ports.push(port);
  }
  const isSaid = (words: readonly string[]): boolean => words.some((word) => word !== '');
  if (isSaid(hosts)) reading.take('host', hosts.join(','));
  // A list without a host for each port, as in postgres://:1,:2, is refused where both are known.
  if (isSaid(ports)) reading.take('port', ports.join(','));
}

function readQuery(query: string, reading: Reading): void {
  const seen = new Set<string>();
  for (const [index, pair] of query.split('&').entries()) {
    if (pair === '') continue;
    const [rawName = '', ...rawValue] = pair.split('=');
    const name = reading.decode(rawName, `the name of parameter ${index + 1} behind the ?`);
    if (name === undefined) continue;
    const value = rawValue.join('=');
    const foreign = Object.hasOwn(FOREIGN_PARAMETERS, name) ? FOREIGN_PARAMETERS[name] : undefined;
    if (foreign === undefined && !Object.hasOwn(PARAMETERS, name)) {
      reading.mistakes.push(unknown(name, index + 1));
    } else if (seen.has(name)) {
      reading.mistakes.push(`${name}: it is given twice`);
    } else if (value === '') {
      reading.mistakes.push(`${name}: it has no value: give one, or leave the parameter out`);
    } else if (foreign === undefined) {
      reading.take(name, value);
    } else if (foreign.harmless?.includes(value) !== true) {
      reading.mistakes.push(`${name}: ${foreign.advice}`);
    }
    seen.add(name);
  }
}

/** The name is not quoted: behind a raw & in a password it is a piece of that password. */
function unknown(name: string, position: number): string {
  const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  const meant = Object.keys(PARAMETERS).find((known) => letters(known) === letters(name));
  return meant === undefined
    ? `parameter ${position} behind the ? is not known; accepted: ${Object.keys(PARAMETERS).join(', ')}; example: sslmode=verify-full`
    : `parameter ${position} behind the ? is written ${meant}`;
}
