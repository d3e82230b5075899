import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dockerHosts, findDockerEngine } from './docker.ts';

let home: string;
const servers: Server[] = [];

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'keelson-docker-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(home, { recursive: true });
});

/** Answers as an engine does that has one image; or, when it is asked to, never. */
async function listen(place: string | number, answers = true): Promise<Server> {
  const server = createServer(({ url }, response) => {
    if (!answers) return;
    response.statusCode = url === '/_ping' || url === '/images/postgres:18-alpine/json' ? 200 : 404;
    response.end('{}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(place, resolve);
  });
  return server;
}

const write = (name: string, content: unknown): void => {
  const file = path.join(home, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};

describe('where to look', () => {
  test('DOCKER_HOST is the one place when it is set', () => {
    expect(dockerHosts({ DOCKER_HOST: 'tcp://build:2375' }, home)).toEqual(['tcp://build:2375']);
  });

  test('the context of docker, from its configuration or from DOCKER_CONTEXT', () => {
    for (const name of ['colima', 'remote']) {
      const digest = createHash('sha256').update(name).digest('hex');
      write(`.docker/contexts/meta/${digest}/meta.json`, {
        Endpoints: { docker: { Host: `unix:///${name}` } },
      });
    }
    write('.docker/config.json', { currentContext: 'colima' });
    expect(dockerHosts({}, home)).toEqual(['unix:///colima']);
    expect(dockerHosts({ DOCKER_CONTEXT: 'remote' }, home)).toEqual(['unix:///remote']);
    expect(dockerHosts({ DOCKER_CONTEXT: 'default' }, home)).not.toContain('unix:///colima');
    write('.docker/config.json', 'not JSON');
    expect(dockerHosts({}, home)).not.toContain('unix:///colima');
  });

  test('the properties of Testcontainers', () => {
    write(
      '.testcontainers.properties',
      '# a comment\ndocker.host.old=no\ndocker.host = tcp\\://10.0.0.1\\:2375\n',
    );
    expect(dockerHosts({}, home)).toEqual(['tcp://10.0.0.1:2375']);
    expect(dockerHosts({ DOCKER_HOST: 'tcp://build:2375' }, home)).toEqual(['tcp://build:2375']);
    write('.testcontainers.properties', 'tc.host=tcp://127.0.0.1:34567');
    expect(dockerHosts({ DOCKER_HOST: 'tcp://build:2375' }, home)).toEqual(['tcp://127.0.0.1:34567']);
  });

  test('else the sockets that exist', () => {
    write('.docker/run/docker.sock', '');
    expect(dockerHosts({}, home)).toContain(`unix://${home}/.docker/run/docker.sock`);
    expect(dockerHosts({}, home)).not.toContain(`unix://${home}/.docker/desktop/docker.sock`);
  });
});

describe('an engine', () => {
  test('that answers on a socket is found, and tells which images it has', async () => {
    const socket = path.join(home, 'engine.sock');
    await listen(socket);
    const engine = await findDockerEngine({ DOCKER_HOST: `unix://${socket}` }, home);
    expect(engine?.host).toBe(`unix://${socket}`);
    expect(await engine?.hasImage('postgres:18-alpine')).toBe(true);
    expect(await engine?.hasImage('postgres:9')).toBe(false);
  });

  test('that answers on a port is found', async () => {
    const { port } = (await listen(0)).address() as AddressInfo;
    const engine = await findDockerEngine({ DOCKER_HOST: `tcp://127.0.0.1:${port}` }, home);
    expect(engine?.host).toBe(`tcp://127.0.0.1:${port}`);
  });

  test('that does not answer within a second is none', async () => {
    const socket = path.join(home, 'silent.sock');
    await listen(socket, false);
    // What it asks of the clock: a busy machine may take longer.
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    try {
      expect(await findDockerEngine({ DOCKER_HOST: `unix://${socket}` }, home)).toBeUndefined();
      expect(timeout.mock.calls).toEqual([[1000]]);
    } finally {
      timeout.mockRestore();
    }
  });

  test.each(['unix:///nowhere/docker.sock', 'tcp://127.0.0.1:1', 'ssh://build', 'nonsense'])(
    'at %s is none',
    async (host) => {
      expect(await findDockerEngine({ DOCKER_HOST: host }, home)).toBeUndefined();
    },
  );

  test('that wants TLS is not asked without the certificates', async () => {
    const environment = {
      DOCKER_HOST: 'tcp://127.0.0.1:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: path.join(home, 'nowhere'),
    };
    expect(await findDockerEngine(environment, home)).toBeUndefined();
  });
});
