import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { disown, isServerOf, parsePostmaster, readPostmaster } from './postmaster.ts';

const TEXT = '4711\n/x/data\n1763650000\n18288\n\n127.0.0.1\n  1234  5678\nready   \n';

describe('parsePostmaster', () => {
  it('reads number, port and status', () => {
    expect(parsePostmaster(TEXT)).toEqual({ pid: 4711, port: 18_288, status: 'ready' });
  });

  it('reads a file that the server has only begun', () => {
    expect(parsePostmaster('4711\n/x/data\n1763650000\n')).toEqual({
      pid: 4711,
      port: undefined,
      status: 'unknown',
    });
  });

  it.each(['', '\n', '-4711\n/x/data\n', 'nonsense'])('makes nothing of %j', (text) => {
    expect(parsePostmaster(text)).toBeUndefined();
  });
});

describe('a postmaster.pid of somebody else', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'keelson-postmaster-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is not of a server here, not even of one called postgres', () => {
    expect(isServerOf(process.pid, folder)).toBe('no');
    const name = `postgres -D ${folder}-other`;
    const other = spawn('sleep', ['5'], { argv0: name, cwd: '/', stdio: 'ignore' });
    expect(isServerOf(Number(other.pid), folder)).toBe('no');
    other.kill('SIGKILL');
  });

  it('gets another number and keeps the rest', () => {
    writeFileSync(path.join(folder, 'postmaster.pid'), TEXT);
    disown(folder);
    expect(readPostmaster(folder)).toEqual({ pid: process.pid, port: 18_288, status: 'ready' });
    const lines = readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n');
    expect(lines.slice(1)).toEqual(TEXT.split('\n').slice(1));
  });
});
