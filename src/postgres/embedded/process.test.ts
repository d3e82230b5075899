import { isAlive, parsePs, processFacts } from './process.ts';

describe('parsePs', () => {
  it('reads state, user, start and command', () => {
    const line = 'Ss     501 Thu Nov 20 15:11:09 2025     /opt/native/bin/postgres -D /Users/a b/data\n';
    expect(parsePs(line)).toEqual({
      ended: false,
      uid: 501,
      started: 'Thu Nov 20 15:11:09 2025',
      command: '/opt/native/bin/postgres -D /Users/a b/data',
      cwd: undefined,
    });
  });

  it('knows a process that has ended, and a user with a negative number', () => {
    expect(parsePs('Z+      -2 Thu Nov  6 15:11:09 2025     (postgres)')).toMatchObject({
      ended: true,
      uid: -2,
    });
  });

  it('makes nothing of nothing', () => {
    expect(parsePs('')).toBeUndefined();
  });
});

describe('processFacts', () => {
  it('knows this process', () => {
    const facts = processFacts(process.pid);
    expect(facts).toMatchObject({ ended: false, uid: process.geteuid?.() });
    expect(facts?.started).toBe(processFacts(process.pid)?.started);
    expect(isAlive(process.pid)).toBe(true);
  });

  it('knows nothing of a process that does not exist', () => {
    expect(processFacts(2 ** 22 + 1)).toBeUndefined();
    expect(isAlive(2 ** 22 + 1)).toBe(false);
  });
});
