import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { embeddedServerStatus, stopEmbeddedServer } from '../../src/postgres/embedded/index.ts';
import { ask, clearUp, halfMade, inChild, newHome, problemOf, runs, until, start } from './home.ts';

afterEach(clearUp);

describe('after a crash', () => {
  it('starts at once when the server was killed, with what was committed', async () => {
    const home = newHome();
    // Without the settings of the other tests, under which a crash may lose the last commits.
    const killed = await start({ home, settings: {} });
    await ask(killed, 'create table kept as select 1 as n');
    process.kill(killed.pid, 'SIGKILL');
    const server = await start({ home });
    expect(server).toMatchObject({ startedNow: true, port: killed.port });
    expect(server.pid).not.toBe(killed.pid);
    expect(await ask(server, 'select n from kept')).toBe(1);
  });

  it('passes over a postmaster.pid whose number belongs to a stranger, and leaves the stranger alone', async () => {
    const home = newHome();
    const { dataDirectory } = await start({ home });
    const pidFile = path.join(dataDirectory, 'postmaster.pid');
    const text = readFileSync(pidFile, 'utf8');
    await stopEmbeddedServer({ home });
    // Of the same user, so that Postgres by itself would take it for its own server.
    const { uid, gid } = statSync(dataDirectory);
    const stranger = spawn('sleep', ['60'], process.geteuid?.() === 0 ? { uid, gid } : {});
    try {
      writeFileSync(pidFile, text.replace(/^\d+/, String(stranger.pid)));
      expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'stopped' });
      expect(await stopEmbeddedServer({ home })).toEqual({ stopped: false });
      expect(await start({ home })).toMatchObject({ startedNow: true });
      expect(runs(Number(stranger.pid))).toBe(true);
    } finally {
      stranger.kill('SIGKILL');
    }
  });
});

function isNamed(home: string): boolean {
  return execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' }).includes(home);
}

describe('an interrupted start', () => {
  it('given up by its caller leaves nothing half made', async () => {
    const home = newHome();
    const controller = new AbortController();
    const given = problemOf(start({ home, signal: controller.signal }));
    await until('initdb is at work', () => halfMade(home).length > 0);
    controller.abort();
    expect((await given).code).toBe('embedded/interrupted');
    expect(halfMade(home)).toEqual([]);
    expect(existsSync(path.join(home, 'data'))).toBe(false);
    expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'absent' });
    expect(await start({ home })).toMatchObject({ startedNow: true });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'by %s during initdb does not keep the next from starting',
    async (name) => {
      const home = newHome();
      const child = inChild('start', { home });
      const ended = new Promise<string | null>((resolve) => {
        child.process.once('exit', (_code, signal) => {
          resolve(signal);
        });
      });
      await until('initdb is at work', () => halfMade(home).length > 0);
      child.process.kill(name);
      expect(await ended).toBe(name);
      // Nobody is left to pass on a SIGKILL.
      if (name !== 'SIGKILL') await until('initdb has ended too', () => !isNamed(home));
      expect(existsSync(path.join(home, 'data'))).toBe(false);
      expect(await start({ home })).toMatchObject({ startedNow: true });
      expect(halfMade(home)).toEqual([]);
    },
  );

  it('does not count what is not a whole cluster, and refuses to remove what it did not make', async () => {
    const home = newHome();
    mkdirSync(path.join(home, 'data.new.0123456789ab', 'base'), { recursive: true });
    expect(await start({ home })).toMatchObject({ startedNow: true });
    expect(halfMade(home)).toEqual([]);

    const damaged = newHome();
    mkdirSync(path.join(damaged, 'data', 'base'), { recursive: true });
    expect(await embeddedServerStatus({ home: damaged })).toMatchObject({
      state: 'broken',
      problem: { code: 'embedded/data-damaged' },
    });
    expect((await problemOf(start({ home: damaged }))).code).toBe('embedded/data-damaged');
    expect(readdirSync(path.join(damaged, 'data'))).toEqual(['base']);
  });
});
