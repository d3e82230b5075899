import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { embeddedServerStatus, stopEmbeddedServer } from '../../src/postgres/embedded/index.ts';
import { ask, clearUp, inChild, newHome, start } from './home.ts';

afterEach(clearUp);

/** Listens on a port as any program might, and remembers what it was told. */
async function occupy(port: number): Promise<{ heard: () => string; close: () => Promise<void> }> {
  let heard = '';
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    heard: () => heard,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the port', () => {
  it('is another one when a stranger listens on the one that the server had; the stranger hears nothing', async () => {
    const home = newHome();
    const before = await start({ home });
    await stopEmbeddedServer({ home });
    const stranger = await occupy(before.port);
    try {
      expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'stopped' });
      const progress: string[] = [];
      const server = await start({ home, onProgress: (message) => progress.push(message) });
      expect(server.startedNow).toBe(true);
      expect(server.port).not.toBe(before.port);
      expect(progress).toContain(`the server has moved from port ${before.port} to ${server.port}`);
      expect(await ask(server, 'show port')).toBe(String(server.port));
      expect(await start({ home })).toMatchObject({ startedNow: false, port: server.port });
      expect(stranger.heard()).toBe('');
    } finally {
      await stranger.close();
    }
  });

  it('is another one when an embedded server of another home has it', async () => {
    const [home, other] = [newHome(), newHome()];
    const { port } = await start({ home });
    await stopEmbeddedServer({ home });
    await start({ home: other });
    await stopEmbeddedServer({ home: other });
    const file = path.join(other, 'server.json');
    const state = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...state, port }));
    const thief = await start({ home: other });
    expect(thief.port).toBe(port);
    const server = await start({ home });
    expect(server.startedNow).toBe(true);
    expect(server.port).not.toBe(port);
  });

  it('is another one in a copy of the home that was made while the server ran', async () => {
    const [home, copy] = [newHome(), newHome()];
    const server = await start({ home });
    await ask(server, 'checkpoint');
    // As `cp -a` does: same owners, same password, same postmaster.pid.
    mkdirSync(path.dirname(copy));
    execFileSync('cp', ['-a', home, copy]);
    const copied = await start({ home: copy });
    expect(copied.startedNow).toBe(true);
    expect(copied.pid).not.toBe(server.pid);
    expect(copied.port).not.toBe(server.port);
    expect(copied.dataDirectory).toBe(path.join(copy, 'data'));
    expect(await start({ home })).toMatchObject({ startedNow: false, pid: server.pid });
  });
});

describe('two at once', () => {
  it('in one home: one makes the server, both get it', async () => {
    const home = newHome();
    const answers = await Promise.all([1, 2, 3].map(async () => inChild('start', { home }).answer));
    const servers = answers.map(({ value }) => value);
    expect(servers.filter((server) => server?.startedNow === true)).toHaveLength(1);
    expect(new Set(servers.map((server) => `${server?.pid ?? 0} ${server?.password ?? ''}`)).size).toBe(1);
  });

  it('in two homes: two servers that know nothing of each other', async () => {
    const [one, two] = await Promise.all([newHome(), newHome()].map(async (home) => start({ home })));
    expect(one?.port).not.toBe(two?.port);
    expect(one?.password).not.toBe(two?.password);
  });
});
