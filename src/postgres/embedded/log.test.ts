import { mkdtempSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closeLog, logTail, openLog } from './log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keelson-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the log', () => {
  it('shows the words since it was opened and none from before', () => {
    const file = path.join(folder, 'server.log');
    writeFileSync(file, 'before\n');
    const log = openLog(file, undefined);
    writeSync(log.descriptor, 'FATAL: no\n');
    closeLog(log);
    expect(logTail(log)).toBe('FATAL: no');
  });

  it('shows the end of many words', () => {
    const log = openLog(path.join(folder, 'server.log'), undefined);
    writeSync(log.descriptor, `${'x'.repeat(100_000)}the end`);
    closeLog(log);
    expect(logTail(log)).toHaveLength(4_000);
    expect(logTail(log)).toMatch(/the end$/);
  });

  it('starts afresh when it has become long', () => {
    const file = path.join(folder, 'server.log');
    writeFileSync(file, 'x'.repeat(5_000_001));
    closeLog(openLog(file, undefined));
    expect(statSync(file).size).toBe(0);
  });
});
