import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import * as tls from 'node:tls';
import { certificate } from './tls-server.ts';

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** Somebody who ends TLS with a certificate of his own, and passes everything on to the server. */
export interface ManInTheMiddle extends AsyncDisposable {
  readonly port: number;
}

/** Listens, and passes on to a server with TLS at `port`. */
export async function manInTheMiddle(port: number): Promise<ManInTheMiddle> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy());
  };
  const secureContext = tls.createSecureContext({
    cert: readFileSync(certificate('self-signed.crt')),
    key: readFileSync(certificate('self-signed.key')),
  });
  const server = createServer((victim) => {
    keep(victim).once('data', () => {
      victim.write('S');
      const inside = keep(new tls.TLSSocket(victim, { isServer: true, secureContext }));
      const real = keep(connect(port, '127.0.0.1'));
      real.write(SSL_REQUEST);
      real.once('data', () => {
        const outside = keep(tls.connect({ socket: real, rejectUnauthorized: false }));
        inside.pipe(outside).pipe(inside);
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
