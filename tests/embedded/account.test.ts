import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  embeddedServerStatus,
  stopEmbeddedServer,
  type EmbeddedServerStatus,
} from '../../src/postgres/embedded/index.ts';
import { readEmbeddedAddress } from '../../src/postgres/embedded/state.ts';
import {
  ask,
  asRoot,
  clearShared,
  clearUp,
  inChild,
  IS_ROOT,
  newCheckout,
  newHome,
  runs,
  SHARED,
  until,
  start,
} from './home.ts';

afterEach(clearUp);

const NOBODY = IS_ROOT ? numbersOf('nobody') : { uid: 0, gid: 0 };

function numbersOf(name: string): { uid: number; gid: number } {
  const ask = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

describe('who runs the server', () => {
  it('is never root', async () => {
    const { dataDirectory, pid } = await start({ home: newHome() });
    const { uid } = statSync(dataDirectory);
    expect(uid).not.toBe(0);
    if (process.platform === 'linux') expect(statSync(`/proc/${pid}`).uid).toBe(uid);
    if (process.platform === 'linux' && IS_ROOT) {
      expect(/^Groups:\s*$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))).toBe(true);
    }
  });

  asRoot('is for root the owner of the checkout, who can go on alone (needs root)', async () => {
    const checkout = newCheckout();
    execFileSync('chown', [`${NOBODY.uid}:${NOBODY.gid}`, checkout]);
    const home = newHome(checkout);
    const server = await start({ home });
    for (const file of [
      home,
      path.dirname(home),
      server.dataDirectory,
      server.logFile,
      path.join(home, 'server.json'),
    ]) {
      expect([file, statSync(file).uid]).toEqual([file, NOBODY.uid]);
    }
    const found = await inChild('start', { home }, { ...NOBODY, env: { HOME: '/' } }).answer;
    expect(found.value).toMatchObject({ startedNow: false, pid: server.pid });
    const stopped = await inChild<{ stopped: boolean }>('stop', { home }, NOBODY).answer;
    expect(stopped.value).toEqual({ stopped: true });
    const started = await inChild('start', { home }, NOBODY).answer;
    expect(started.value).toMatchObject({ startedNow: true, port: server.port });
    // And root can use, and stop, what an ordinary user started.
    expect(await start({ home })).toMatchObject({ startedNow: false, pid: started.value?.pid });
    expect(await stopEmbeddedServer({ home })).toEqual({ stopped: true });
  });

  asRoot('turns another user away from what root made, with one message (needs root)', async () => {
    const home = newHome();
    await start({ home });
    const refused = await inChild('start', { home }, NOBODY).answer;
    expect(refused.problem?.code).toBe('embedded/not-yours');
    expect(refused.problem?.message).toContain('belongs to root');
    const stop = await inChild('stop', { home }, NOBODY).answer;
    expect(stop.problem?.code).toBe('embedded/not-yours');
    const status = await inChild<EmbeddedServerStatus>('status', { home }, NOBODY).answer;
    expect(status.value).toMatchObject({ state: 'broken', problem: { code: 'embedded/not-yours' } });
  });

  asRoot('says how to mend data that root has taken over (needs root)', async () => {
    const home = newHome();
    const { dataDirectory } = await start({ home });
    await stopEmbeddedServer({ home });
    execFileSync('chown', ['-R', 'root', dataDirectory]);
    await expect(start({ home })).rejects.toMatchObject({
      code: 'embedded/data-of-root',
      fix: expect.stringMatching(/^chown -R \S+ \//) as string,
    });
  });

  asRoot('has its data outside of a checkout that it cannot enter (needs root)', async () => {
    const checkout = newCheckout({ closed: true });
    const home = newHome(checkout);
    const progress: string[] = [];
    const server = await start({ home, onProgress: (message) => progress.push(message) });
    const outside = path.dirname(server.dataDirectory);
    expect(outside).toMatch(new RegExp(`^${SHARED}/data-[0-9a-f]+$`));
    expect(progress.join('\n')).toContain(server.dataDirectory);
    expect(statSync(checkout).mode & 0o777).toBe(0o700);
    expect(statSync(path.dirname(outside))).toMatchObject({ uid: 0, mode: 0o40755 });
    expect(await ask(server, 'select 1')).toBe(1);
    expect(await start({ home })).toMatchObject({ startedNow: false, pid: server.pid });

    const moved = newCheckout({ closed: true });
    renameSync(checkout, moved);
    expect(await start({ home: newHome(moved) })).toMatchObject({
      startedNow: false,
      pid: server.pid,
    });
    renameSync(moved, checkout);
    expect(await start({ home })).toMatchObject({ startedNow: false, pid: server.pid });

    // Whoever removes the folder wants to be rid of the data, wherever that is.
    rmSync(path.dirname(home), { recursive: true });
    expect(readEmbeddedAddress(home)).toBeUndefined();
    expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'absent' });
    const { stopped } = await stopEmbeddedServer({ home });
    // Another process that starts a server may end this one first, and removes its data then.
    await until('it is stopped, or its data is gone', () => stopped || !existsSync(outside));
    await until('it has ended', () => !runs(server.pid));
    const fresh = await start({ home });
    expect(fresh).toMatchObject({ startedNow: true });
    expect(fresh.password).not.toBe(server.password);
    expect(existsSync(outside)).toBe(false);

    await stopEmbeddedServer({ home });
    clearShared(path.dirname(fresh.dataDirectory));
  });

  asRoot('is ended, and its data removed, once its closed checkout is gone (needs root)', async () => {
    const checkout = newCheckout({ closed: true });
    const left = await start({ home: newHome(checkout) });
    rmSync(checkout, { recursive: true });
    await start({ home: newHome() });
    expect(runs(left.pid)).toBe(false);
    expect(existsSync(path.dirname(left.dataDirectory))).toBe(false);
  });

  asRoot(
    'keeps the data of a closed checkout that made room for another, or is a copy (needs root)',
    async () => {
      const checkout = newCheckout({ closed: true });
      const home = newHome(checkout);
      const first = await start({ home });
      const moved = newCheckout({ closed: true });
      renameSync(checkout, moved);
      mkdirSync(checkout, { mode: 0o700 });
      expect(await stopEmbeddedServer({ home })).toEqual({ stopped: false });
      const second = await start({ home });
      expect(second.dataDirectory).not.toBe(first.dataDirectory);
      const copy = newHome(newCheckout({ closed: true }));
      execFileSync('cp', ['-a', path.dirname(home), path.dirname(copy)]);
      const third = await start({ home: copy });
      expect(third).toMatchObject({ startedNow: true });
      expect(third.dataDirectory).not.toBe(second.dataDirectory);
      expect(await start({ home: newHome(moved) })).toMatchObject({ startedNow: false, pid: first.pid });
      for (const { dataDirectory, home: where } of [first, second, third]) {
        await stopEmbeddedServer({
          home: where === first.home && dataDirectory === first.dataDirectory ? newHome(moved) : where,
        });
        clearShared(path.dirname(dataDirectory));
      }
    },
  );
});

describe('a home that was removed', () => {
  it('under its server begins anew, and the server without data ends', async () => {
    const home = newHome();
    const lost = await start({ home });
    rmSync(path.dirname(home), { recursive: true, force: true, maxRetries: 10 });
    const fresh = await start({ home });
    expect(fresh).toMatchObject({ startedNow: true });
    expect(fresh.password).not.toBe(lost.password);
    expect(await ask(fresh, 'select 1')).toBe(1);
    // Elsewhere it notices by itself, within a minute.
    if (process.platform === 'linux') await until('it has ended', () => !runs(lost.pid));
    else process.kill(lost.pid, 'SIGQUIT');
  });

  it('in part, without its address, keeps the data and says what is missing', async () => {
    const home = newHome();
    const { dataDirectory } = await start({ home });
    await stopEmbeddedServer({ home });
    rmSync(path.join(home, 'server.json'));
    expect(await embeddedServerStatus({ home })).toMatchObject({ problem: { code: 'embedded/state-lost' } });
    await expect(start({ home })).rejects.toMatchObject({ code: 'embedded/state-lost' });
    expect(existsSync(path.join(dataDirectory, 'PG_VERSION'))).toBe(true);
  });

  it('and cannot be made again says why', async () => {
    const checkout = newCheckout();
    mkdirSync(path.join(checkout, '.data'));
    execFileSync('touch', [path.join(checkout, '.data', 'postgres')]);
    await expect(start({ home: newHome(checkout) })).rejects.toMatchObject({
      code: 'embedded/unwritable',
    });
  });
});
