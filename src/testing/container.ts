import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as testcontainers from '@testcontainers/postgresql';
import { connect } from '../postgres/client.ts';
import { connectionSettings } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import type { DockerEngine } from './docker.ts';
import type { LocalServer } from './embedded.ts';
import { easeLogins } from './login.ts';
import { IDLE_SECONDS, SERVER_SETTINGS } from './server-settings.ts';
import { say, setVariables } from './this-process.ts';

type Testcontainers = typeof testcontainers;
type Container = InstanceType<Testcontainers['PostgreSqlContainer']>;
type WaitStrategy = Parameters<Container['withWaitStrategy']>[0];
type Inspected = Parameters<WaitStrategy['waitUntilReady']>[0];

/** A container that was started. */
export interface ContainerServer extends LocalServer {
  stop(): Promise<void>;
}

/** How to start one. */
export interface ContainerOptions {
  readonly engine: DockerEngine;
  readonly image: string;
  /** One for every process on the machine that asks for the same, in place of one for the caller alone. */
  readonly shared: boolean;
}

/** The package that starts containers, or undefined where it is not installed. */
export function findTestcontainers(): Testcontainers | undefined {
  // The project's own copy, or the one beside the program that runs. Required, not imported: a test runner with
  // CommonJS modules of its own refuses an import at that moment.
  for (const folder of [process.cwd(), path.dirname(process.argv[1] ?? '.')]) {
    const load = createRequire(path.resolve(folder, 'noop.js'));
    if (canResolve(load)) return load(PACKAGE) as Testcontainers;
  }
  return undefined;
}

function canResolve(load: NodeJS.Require): boolean {
  try {
    load.resolve(PACKAGE);
    return true;
  } catch {
    return false;
  }
}

const PACKAGE = '@testcontainers/postgresql';
const DATA = '/keelson';
const START_PATIENCE_MS = 120_000;

/*
 * The server ends when nobody has been connected to it for a while, and the engine then removes the container with
 * its data. So nothing stays behind after a crash, without a second container that watches. The lines of
 * /proc/net/tcp are counted that have our port (1538) here and are established (01).
 */
const COMMAND = `
docker-entrypoint.sh postgres "$@" & server=$!
stop() { kill -INT $server 2>/dev/null; wait $server; exit; }
trap stop INT TERM
idle=0
while kill -0 $server 2>/dev/null && [ $idle -lt ${IDLE_SECONDS} ]; do
  sleep 5 & wait $!
  if grep -q ':1538 [0-9A-F]*:[0-9A-F]* 01 ' /proc/net/tcp /proc/net/tcp6 2>/dev/null; then idle=0; else idle=$((idle + 5)); fi
done
stop`;

/** Starts a server in a container and waits until it lets us in. */
export async function startContainer(
  installed: Testcontainers,
  options: ContainerOptions,
): Promise<ContainerServer> {
  const { engine, image } = options;
  if (!(await engine.hasImage(image))) say(`getting the image ${image}`);
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    try {
      return await startOnce(installed, options);
    } catch (error) {
      // A shared one is made, or removed, by another process in this moment.
      if (!options.shared || !isPassing(error) || Date.now() > deadline) throw error;
      await sleep(250);
    }
  }
}

async function startOnce(
  { PostgreSqlContainer }: Testcontainers,
  { engine, image, shared }: ContainerOptions,
): Promise<ContainerServer> {
  class Removed extends PostgreSqlContainer {
    constructor() {
      super(image);
      this.hostConfig.AutoRemove = true;
    }
  }
  let container: Inspected | undefined;
  const wait: WaitStrategy = {
    // Whether the server is ready, a connection tells better than any sign of it.
    waitUntilReady: (started) => {
      container = started;
      return Promise.resolve();
    },
    withStartupTimeout: () => wait,
    isStartupTimeoutSet: () => true,
    getStartupTimeout: () => START_PATIENCE_MS,
  };
  const settings = Object.entries(SERVER_SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const wanted = new Removed()
    .withCommand(['sh', '-c', COMMAND, 'sh', ...settings])
    .withWaitStrategy(wait)
    // In memory, at a place that no image declares as a volume: the disk below may be slow at what tests do most,
    // making and removing some hundred files at a time.
    .withTmpFs({ [DATA]: 'rw' })
    .withEnvironment({ PGDATA: `${DATA}/data` })
    // The one that it has by itself asks four times a second for as long as the container runs.
    .withHealthCheck({ test: ['CMD-SHELL', 'true'], interval: 3_600_000 })
    // It ends by itself, see above.
    .withAutoCleanup(false);
  // The name makes sure that two processes at once do not make two.
  if (shared) wanted.withReuse().withName(`keelson-test-${digest([image, COMMAND, ...settings])}`);
  const started = await withDockerHost(engine.host, async () => await wanted.start());
  const connection = connectionSettings({
    host: started.getHost(),
    port: started.getPort(),
    user: started.getUsername(),
    password: started.getPassword(),
    database: started.getDatabase(),
    tls: { mode: 'disable', negotiation: 'postgres' },
  });
  await awaitServer(connection, container);
  await easeLogins(connection);
  return {
    settings: connection,
    description: `PostgreSQL in a container (${image}), ${connection.host}:${connection.port}`,
    stop: async () => {
      // The engine removes it.
      if (!shared) await started.stop({ remove: false });
    },
  };
}

/**
 * Testcontainers looks for an engine in an order of its own; it shall take the one that answered. Sharing a container
 * can be switched off, for fear of what stays behind; ours does not stay.
 */
async function withDockerHost<Result>(host: string, use: () => Promise<Result>): Promise<Result> {
  const restore = setVariables({ DOCKER_HOST: host, TESTCONTAINERS_REUSE_ENABLE: 'true' });
  try {
    return await use();
  } finally {
    restore();
  }
}

class ContainerEnded extends Error {}

async function awaitServer(settings: ConnectionSettings, container: Inspected | undefined): Promise<void> {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    try {
      const client = await connect(settings);
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      if (!(await isRunning(container)))
        throw new ContainerEnded('the container ended before its server was ready');
    }
    await sleep(50);
  }
}

async function isRunning(container: Inspected | undefined): Promise<boolean> {
  try {
    return (await container?.inspect())?.State.Running === true;
  } catch {
    return false;
  }
}

/** Removed meanwhile, made by another process, started already, being removed: the next look finds it settled. */
function isPassing(error: unknown): boolean {
  const { statusCode } = error as { statusCode?: number };
  return (
    error instanceof ContainerEnded || (statusCode !== undefined && [304, 404, 409].includes(statusCode))
  );
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
}
