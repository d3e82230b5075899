import { EventEmitter } from 'node:events';
import pg from 'pg';
import { chooseHost } from './choose-host.ts';
import type { Attempt } from './choose-host.ts';
import { hostConfig } from './host-config.ts';
import type { Host } from './hosts.ts';
import { withSecret } from './secret.ts';
import type { ConnectionSettings } from './settings.ts';

/** What a socket of the server says, as pg's connection tells of it. */
interface Wire extends EventEmitter {
  readonly stream: { destroy(): void };
  end(): void;
}

const OF_EMITTERS: ReadonlySet<string | symbol> = new Set(Reflect.ownKeys(new EventEmitter()));

/**
 * Connects a client to the first server that fits. A client of pg connects once, and a pool knows it by its identity,
 * so that for each server it is made a new one in place; `connect` is pg's own way to connect it.
 */
export async function connectToOne(
  client: pg.Client,
  {
    settings,
    given,
    connect,
  }: {
    readonly settings: ConnectionSettings;
    /** What the client was made with, apart from where it connects. */
    readonly given: pg.ClientConfig;
    readonly connect: () => Promise<unknown>;
  },
): Promise<void> {
  await chooseHost(settings, async (one): Promise<Attempt> => {
    const config = await hostConfig(one);
    renew(client, withSecret({ ...given, ...config }, 'password', config.password));
    const wire = wireOf(client);
    const reported = new Map<string, string>();
    const report = ({ parameterName, parameterValue }: Record<string, string>): void => {
      reported.set(parameterName ?? '', parameterValue ?? '');
    };
    wire.on('parameterStatus', report);
    try {
      await connect();
    } catch (error) {
      abandon(wire);
      throw error;
    }
    wire.off('parameterStatus', report);
    const close = (): void => {
      silence(wire);
      wire.end();
    };
    return { client, reported, close };
  });
}

/** The first server that fits, for those who have to be told one. */
export async function fittingHost(settings: ConnectionSettings): Promise<Host> {
  const client = new pg.Client();
  client.on('error', () => undefined);
  await connectToOne(client, { settings, given: {}, connect: async () => await client.connect() });
  const { host, port } = client;
  await client.end();
  return { host, port };
}

/** Gives a client the state of one that was never connected; whoever listens to it goes on doing so. */
function renew(client: pg.Client, config: pg.ClientConfig): void {
  const unused = new pg.Client(config);
  abandon(wireOf(client));
  for (const name of Reflect.ownKeys(unused)) {
    const property = Object.getOwnPropertyDescriptor(unused, name);
    if (property !== undefined && !OF_EMITTERS.has(name)) Object.defineProperty(client, name, property);
  }
}

/** Whatever a server says afterwards is not for the next one. */
function abandon(wire: Wire): void {
  silence(wire);
  wire.stream.destroy();
}

function silence(wire: Wire): void {
  wire.removeAllListeners();
  wire.on('error', () => undefined);
}

function wireOf(client: pg.Client): Wire {
  return (client as unknown as { readonly connection: Wire }).connection;
}
