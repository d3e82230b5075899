import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem } from '../../problem.ts';
import { homeAt } from './home.ts';
import {
  addressUrl,
  dataDirectoryIn,
  dataDirectoryOf,
  parseState,
  randomPassword,
  readEmbeddedAddress,
  readState,
  writeState,
  type ServerState,
} from './state.ts';

const STATE: ServerState = {
  format: 1,
  host: '127.0.0.1',
  port: 18_288,
  user: 'keelson',
  password: 'hush-hush',
  database: 'keelson',
  dataDirectory: 'data',
  version: '18.4',
  uid: 501,
};

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'keelson-state-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the state of a home', () => {
  it('is read as it was written, whole, and readable by its owner alone', () => {
    const home = homeAt(folder);
    writeState(home, STATE, undefined);
    expect(readState(home)).toEqual(STATE);
    expect(readdirSync(folder)).toEqual(['server.json']);
    if (process.platform !== 'win32') expect(statSync(home.state).mode & 0o777).toBe(0o600);
  });

  it('is nothing where no server was', () => {
    expect(readEmbeddedAddress(folder)).toBeUndefined();
    expect(readEmbeddedAddress(path.join(folder, 'not', 'there'))).toBeUndefined();
  });

  it.each([
    '',
    'hush-hush',
    '[]',
    'null',
    '{"format":2,"password":"hush-hush"}',
    '{"format":1,"password":"hush-hush"}',
  ])('that is not one (%j) is a Problem which does not repeat it', (text) => {
    writeFileSync(path.join(folder, 'server.json'), text);
    const problem = caught(() => readEmbeddedAddress(folder));
    expect(problem).toMatchObject({ code: 'embedded/state-unreadable' });
    expect(problem.message).not.toContain('hush');
    expect(problem.message).toContain(path.join(folder, 'server.json'));
  });

  it('forgets what it does not know, so that an older version reads a newer one', () => {
    expect(parseState(JSON.stringify({ ...STATE, later: true }), 'x')).toEqual(STATE);
  });

  it('names data in the home by its place there, so that the home can be moved', () => {
    const home = homeAt(folder);
    expect(dataDirectoryIn(home, home.data)).toBe('data');
    expect(dataDirectoryOf(home, STATE)).toBe(home.data);
    expect(dataDirectoryIn(home, '/elsewhere/data')).toBe('/elsewhere/data');
    expect(dataDirectoryOf(home, { ...STATE, dataDirectory: '/elsewhere/data' })).toBe('/elsewhere/data');
  });
});

describe('the address', () => {
  it('is a URL that needs no care with what is in it', () => {
    expect(addressUrl({ ...STATE, database: 'a b/c' })).toBe(
      'postgresql://keelson:hush-hush@127.0.0.1:18288/a%20b%2Fc',
    );
  });

  it('has a password that needs no quoting and is never the same', () => {
    const passwords = Array.from({ length: 50 }, randomPassword);
    for (const password of passwords) expect(password).toMatch(/^[\w-]{24}$/);
    expect(new Set(passwords).size).toBe(50);
  });
});

function caught(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('there was no problem');
}
