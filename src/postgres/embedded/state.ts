import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileProblem, writeWhole, type Owner } from './files.ts';
import { homeAt, notYours, type Home } from './home.ts';
import { Problem } from '../../problem.ts';

/** How to reach an embedded server. */
export interface EmbeddedAddress {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** What a home remembers of its server between two commands. */
export interface ServerState extends EmbeddedAddress {
  readonly format: 1;
  /** Relative to the home when the data is in it, so that a checkout can be moved. */
  readonly dataDirectory: string;
  readonly version: string;
  /** Who owns the data and runs the server; undefined where users have no numbers. */
  readonly uid: number | undefined;
}

/** The address of the server in a home, from its file alone: no connection is opened, nothing is started. */
export function readEmbeddedAddress(home: string): EmbeddedAddress | undefined {
  const state = readState(homeAt(home));
  if (state === undefined) return undefined;
  const { host, port, user, password, database } = state;
  return { host, port, user, password, database };
}

/** Reads what the home remembers; undefined when it remembers nothing. */
export function readState(home: Home): ServerState | undefined {
  let text: string;
  try {
    text = readFileSync(home.state, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'EACCES' || code === 'EPERM') throw notYours(home.state, ownerOf(home.state), error);
    throw fileProblem(error, `cannot read ${home.state}`);
  }
  return parseState(text, home.state);
}

/** Writes what the home remembers, at once and readable by its owner alone: it holds the password. */
export function writeState(home: Home, state: ServerState, owner: Owner | undefined): void {
  try {
    writeWhole(home.state, `${JSON.stringify(state, undefined, 2)}\n`, owner);
  } catch (error) {
    throw fileProblem(error, `cannot write ${home.state}`);
  }
}

/** Where the data of a home is. */
export function dataDirectoryOf(home: Home, state: ServerState): string {
  return path.resolve(home.path, state.dataDirectory);
}

/** How a home writes down where its data is. */
export function dataDirectoryIn(home: Home, dataDirectory: string): string {
  return dataDirectory === home.data ? path.basename(home.data) : dataDirectory;
}

/** A password that needs no quoting anywhere: not in a URL, a shell or a file. */
export function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}

/** The address as a URL. */
export function addressUrl({ host, port, user, password, database }: EmbeddedAddress): string {
  const [name, secret] = [encodeURIComponent(user), encodeURIComponent(password)];
  return `postgresql://${name}:${secret}@${host}:${port}/${encodeURIComponent(database)}`;
}

/** Reads the text of a state file; a text that is not one is a Problem which does not repeat it. */
export function parseState(text: string, file: string): ServerState {
  const state = asRecord(text);
  const { port, user, password, database, dataDirectory, version, uid } = state;
  if (
    state.format !== 1 ||
    typeof port !== 'number' ||
    typeof user !== 'string' ||
    typeof password !== 'string' ||
    typeof database !== 'string' ||
    typeof dataDirectory !== 'string' ||
    typeof version !== 'string'
  ) {
    throw new Problem({
      code: 'embedded/state-unreadable',
      what: `embedded PostgreSQL: ${file} is not a file that this version of Keelson wrote`,
      why: 'it holds the port and the password of the server, without them the data beside it cannot be reached',
      fix: `restore the file, or stop the server and remove ${path.dirname(file)} for a new and empty one`,
    });
  }
  return {
    format: 1,
    host: '127.0.0.1',
    port,
    user,
    password,
    database,
    dataDirectory,
    version,
    uid: typeof uid === 'number' ? uid : undefined,
  };
}

function asRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function ownerOf(file: string): number | undefined {
  try {
    return statSync(file).uid;
  } catch {
    return undefined;
  }
}
