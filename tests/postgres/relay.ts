import { connect as connectSocket, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { ConnectionSettings } from '../../src/postgres/settings.ts';
import { withSettings } from '../../src/postgres/settings.ts';

/** A way to a server that can be lost in the ways in which networks lose them. */
export interface Relay extends AsyncDisposable {
  readonly settings: ConnectionSettings;
  /** Connections that are open now lead nowhere from here on, and nobody is told; new ones are fine. */
  readonly silence: () => void;
  /** What the server answers next is lost, and its connection with it. */
  readonly loseNextAnswer: () => void;
  /** The server ends the next session with the very bytes by which it says that it is ready, as one that is stopped does. */
  readonly endNextSession: () => void;
  /** The same a moment earlier: the password was good, and the session is not ready. */
  readonly endNextLogin: () => void;
  readonly opened: () => number;
}

const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

/** What a server says when somebody stops it. */
function shutdown(): Buffer {
  const fields = 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
  const head = Buffer.from('E\0\0\0\0', 'latin1');
  head.writeInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, Buffer.from(fields, 'latin1')]);
}

/** Stands between a client and the server. `connect` is how long may be waited for a new connection through it, in ms. */
export async function startRelay(
  behind: ConnectionSettings,
  { connect = 20_000 }: { readonly connect?: number } = {},
): Promise<Relay> {
  let opened = 0;
  let losesNext = false;
  let endsNext: 'when ready' | 'before' | undefined;
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((client) => {
    opened += 1;
    const upstream = connectSocket({ host: behind.host, port: behind.port });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => {
      if (endsNext !== undefined && data.subarray(-READY.length).equals(READY)) {
        const until = endsNext === 'before' ? -READY.length : undefined;
        endsNext = undefined;
        client.end(Buffer.concat([data.subarray(0, until), shutdown()]));
        return;
      }
      if (!losesNext) {
        client.write(data);
        return;
      }
      losesNext = false;
      client.destroy();
      upstream.destroy();
    });
    for (const [one, other] of [pair, [upstream, client] as const]) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    settings: withSettings(behind, {
      host: '127.0.0.1',
      port,
      timeouts: { ...behind.timeouts, connect },
    }),
    silence: () => {
      for (const [client, upstream] of pairs) {
        client.removeAllListeners('data').resume();
        upstream.removeAllListeners('data').resume();
      }
    },
    loseNextAnswer: () => {
      losesNext = true;
    },
    endNextSession: () => {
      endsNext = 'when ready';
    },
    endNextLogin: () => {
      endsNext = 'before';
    },
    opened: () => opened,
    async [Symbol.asyncDispose]() {
      for (const [client, upstream] of pairs) {
        client.destroy();
        upstream.destroy();
      }
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
