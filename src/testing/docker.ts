import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { homedir } from 'node:os';
import path from 'node:path';
import { environment as variables } from './this-process.ts';

/** A Docker engine that answers. */
export interface DockerEngine {
  /** As DOCKER_HOST names it: unix:///var/run/docker.sock, tcp://host:2375. */
  readonly host: string;
  /** Whether it has an image already. */
  hasImage(image: string): Promise<boolean>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PATIENCE_MS = 1000;

/**
 * The engine that Docker's own command would talk to, or the first socket where one usually listens. All are asked
 * at once, and who does not answer within a second is not there.
 */
export async function findDockerEngine(
  environment: Environment = variables,
  home = homedir(),
): Promise<DockerEngine | undefined> {
  const hosts = dockerHosts(environment, home);
  const answers = await Promise.all(
    hosts.map(async (host) => (await ask(host, '/_ping', environment)) === 200),
  );
  const host = hosts.find((_, index) => answers[index]);
  if (host === undefined) return undefined;
  return {
    host,
    hasImage: async (image) => (await ask(host, `/images/${image}/json`, environment)) === 200,
  };
}

/** Where to look, in this order. Who says where the engine is means that one and no other. */
export function dockerHosts(environment: Environment, home: string): readonly string[] {
  const said =
    readProperty(home, 'tc.host') ??
    environment.DOCKER_HOST ??
    readProperty(home, 'docker.host') ??
    readContext(environment, home);
  if (said !== undefined && said !== '') return [said];
  if (process.platform === 'win32') return ['npipe:////./pipe/docker_engine'];
  const { XDG_RUNTIME_DIR: runtime } = environment;
  return [
    '/var/run/docker.sock',
    ...(runtime === undefined ? [] : [path.join(runtime, 'docker.sock')]),
    path.join(home, '.docker/run/docker.sock'),
    path.join(home, '.docker/desktop/docker.sock'),
    `/run/user/${process.getuid?.() ?? 0}/docker.sock`,
  ]
    .filter((socket) => existsSync(socket))
    .map((socket) => `unix://${socket}`);
}

/** The status of the answer, or undefined when there is none in time. */
async function ask(host: string, resource: string, environment: Environment): Promise<number | undefined> {
  return await new Promise((resolve) => {
    const none = (): void => {
      resolve(undefined);
    };
    try {
      const options = {
        ...address(host, environment),
        path: resource,
        agent: false,
        signal: AbortSignal.timeout(PATIENCE_MS),
      };
      const request = 'ca' in options ? httpsRequest : httpRequest;
      request(options, (response) => {
        resolve(response.statusCode);
        response.destroy();
      })
        .on('error', none)
        .end();
    } catch {
      // A form of DOCKER_HOST that cannot be asked: ssh:// and the like.
      none();
    }
  });
}

function address(host: string, environment: Environment): RequestOptions {
  const { protocol, pathname, hostname, port } = new URL(host);
  if (protocol === 'unix:') return { socketPath: decodeURIComponent(pathname) };
  if (protocol === 'npipe:') return { socketPath: pathname };
  if (protocol !== 'tcp:' && protocol !== 'http:' && protocol !== 'https:') throw new Error(protocol);
  const { DOCKER_TLS_VERIFY: verify, DOCKER_CERT_PATH: folder } = environment;
  if (verify !== '1' || folder === undefined) return { host: hostname, port: port || 2375 };
  const read = (name: string): Buffer => readFileSync(path.join(folder, name));
  const certificates = { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  return { host: hostname, port: port || 2376, ...certificates };
}

/** What ~/.testcontainers.properties says. */
function readProperty(home: string, name: string): string | undefined {
  const line = read(path.join(home, '.testcontainers.properties'))
    ?.split('\n')
    .map((text) => text.trim())
    .find((text) => text.startsWith(name) && /^\s*[=:]/.test(text.slice(name.length)));
  return line
    ?.slice(name.length)
    .replace(/^\s*[=:]\s*/, '')
    .replaceAll('\\:', ':');
}

/** The engine of the current context of Docker's command, unless that is the default one. */
function readContext(environment: Environment, home: string): string | undefined {
  const folder = environment.DOCKER_CONFIG ?? path.join(home, '.docker');
  const config = readJson(path.join(folder, 'config.json')) as { currentContext?: string } | undefined;
  const context = environment.DOCKER_CONTEXT ?? config?.currentContext;
  if (context === undefined || context === '' || context === 'default') return undefined;
  const digest = createHash('sha256').update(context).digest('hex');
  const meta = readJson(path.join(folder, 'contexts/meta', digest, 'meta.json')) as
    { Endpoints?: { docker?: { Host?: string } } } | undefined;
  return meta?.Endpoints?.docker?.Host;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(read(file) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
