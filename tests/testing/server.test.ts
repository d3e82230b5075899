import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopEmbeddedServer } from '../../src/postgres/embedded/index.ts';
import { announcements, GIVEN, run, start } from './process.ts';
import { askAt } from './server.ts';

const EMPTY = { migrate: false };
const NO_ENGINE = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keelson-server-'));
});
afterAll(async () => {
  await stopEmbeddedServer({ home: path.join(folder, '.data', 'test-postgres') });
  rmSync(folder, { recursive: true, force: true });
});

const place = (url: string | undefined): string => new URL(url ?? '').host;

describe('TEST_DATABASE_URL', () => {
  test('is the server that is used', async () => {
    const { databases, stderr } = await run({ databases: [EMPTY] }, { env: GIVEN });
    expect(place(databases[0]?.url)).toBe(place(GIVEN.TEST_DATABASE_URL));
    expect(announcements(stderr)).toEqual([
      expect.stringMatching(/^keelson: test databases on the server of TEST_DATABASE_URL, /),
    ]);
  });

  test('never shows its password', async () => {
    const url = new URL(GIVEN.TEST_DATABASE_URL ?? '');
    url.searchParams.set('password', 'not-so-secret');
    const { problem, stderr } = await run({ databases: [EMPTY] }, { env: { TEST_DATABASE_URL: url.href } });
    expect(stderr + (problem?.message ?? '')).toContain(url.host);
    expect(stderr + (problem?.message ?? '')).not.toContain('not-so-secret');
  });

  test('that leads nowhere says what was tried', async () => {
    const env = { TEST_DATABASE_URL: 'postgres://app@127.0.0.1:1/app?sslmode=disable' };
    const { problem } = await run({ databases: [EMPTY] }, { env });
    expect(problem?.code).toBe('connection/refused');
    expect(problem?.message).toContain('app@127.0.0.1:1/app');
  });
});

describe('TEST_DATABASE', () => {
  test('=container without an engine is a problem that says so', async () => {
    const { problem } = await run(
      { databases: [EMPTY] },
      { env: { ...NO_ENGINE, TEST_DATABASE: 'container' } },
    );
    expect(problem?.code).toBe('testing/no-engine');
  });

  test('=container with an engine that cannot start one says why', async () => {
    await using engine = await fakeEngine();
    const env = { ...engine.env, TEST_DATABASE: 'container' };
    const { problem } = await run({ databases: [EMPTY] }, { env });
    expect(problem?.code).toBe('testing/container-failed');
    expect(problem?.message).toContain('no space left on device');
  });

  test('=embedded starts one for the folder, whatever else there is', async () => {
    const { databases, stderr } = await run(
      { databases: [EMPTY] },
      { cwd: folder, env: { ...GIVEN, TEST_DATABASE: 'embedded' } },
    );
    expect(place(databases[0]?.url)).not.toBe(place(GIVEN.TEST_DATABASE_URL));
    expect(announcements(stderr)).toEqual([
      expect.stringMatching(
        /^keelson: test databases on the embedded PostgreSQL \d.* \(TEST_DATABASE=embedded\)$/,
      ),
    ]);
  });

  test('of another kind is a mistake that is named', async () => {
    const { problem } = await run({ databases: [EMPTY] }, { env: { TEST_DATABASE: 'docker' } });
    expect(problem?.code).toBe('env/invalid');
    expect(problem?.message).toContain('TEST_DATABASE');
  });
});

describe('when nothing is said', () => {
  test('and no engine answers, it is the embedded server', async () => {
    const { databases, stderr } = await run({ databases: [EMPTY, EMPTY] }, { cwd: folder, env: NO_ENGINE });
    expect(databases).toHaveLength(2);
    expect(announcements(stderr)).toEqual([
      expect.stringMatching(/embedded .* \(no Docker engine answers\)$/),
    ]);
  });

  test('and an engine answers that cannot start a container, it is the embedded server, and a line says why', async () => {
    await using engine = await fakeEngine();
    const { databases, stderr } = await run({ databases: [EMPTY] }, { cwd: folder, env: engine.env });
    expect(databases).toHaveLength(1);
    expect(announcements(stderr).at(-1)).toMatch(
      /embedded .* \(Docker answers, but the container did not start: .*no space left.*\)$/,
    );
  });
});

describe('a global setup', () => {
  test('says the choice once, and the processes of the run say nothing', async () => {
    const { server, databases, stderr } = await run({ setup: {}, databases: [EMPTY, EMPTY] }, { env: GIVEN });
    expect(server?.kind).toBe('given');
    expect(server?.url).toBe(GIVEN.TEST_DATABASE_URL);
    expect(databases).toHaveLength(2);
    expect(announcements(stderr)).toHaveLength(1);
  });

  test('hands the embedded server on', async () => {
    const { server, databases, stderr } = await run(
      { setup: {}, databases: [EMPTY] },
      { cwd: folder, env: { TEST_DATABASE: 'embedded' } },
    );
    expect(server?.kind).toBe('embedded');
    expect(place(databases[0]?.url)).toBe(place(server?.url));
    expect(announcements(stderr)).toHaveLength(1);
  });

  test('starts a server that does without what makes one slow and safe', async () => {
    const program = start({ setup: {}, then: 'hold' }, { cwd: folder, env: { TEST_DATABASE: 'embedded' } });
    try {
      const { server } = await program.report;
      const rows = await askAt(
        server?.url ?? '',
        `select current_setting('fsync') as fsync, split_part(rolpassword, ':', 1) as password
           from pg_authid where rolname = current_user`,
      );
      expect(rows).toEqual([{ fsync: 'off', password: 'SCRAM-SHA-256$1' }]);
    } finally {
      program.child.kill('SIGKILL');
      await program.ended;
    }
  });

  test('is known to every process that it starts, and to those only until it is stopped', async () => {
    const env = { ...GIVEN, TEST_DATABASE_KIND: 'given' };
    const { server, stderr } = await run({ setup: {}, databases: [EMPTY] }, { env });
    expect(server?.kind).toBe('given');
    expect(announcements(stderr)).toEqual([]);
  });
});

/** Answers like an engine with every image, and can do nothing else. */
async function fakeEngine(): Promise<AsyncDisposable & { readonly env: Record<string, string> }> {
  const socket = path.join(mkdtempSync(path.join(tmpdir(), 'keelson-engine-')), 'docker.sock');
  const server: Server = createServer(({ url = '' }, response) => {
    response.setHeader('content-type', 'application/json');
    response.statusCode = /_ping|\/info|\/images\//.test(url) ? 200 : 500;
    response.end(response.statusCode === 200 ? '{}' : '{"message":"no space left on device"}');
  });
  await new Promise<void>((resolve) => {
    server.listen(socket, resolve);
  });
  return {
    // Without the second one Testcontainers would first look where it is itself.
    env: { DOCKER_HOST: `unix://${socket}`, TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      rmSync(path.dirname(socket), { recursive: true, force: true });
    },
  };
}
