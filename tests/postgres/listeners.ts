import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** Something that listens on a port of this machine, and is no Postgres. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** All that was ever said to it. */
  readonly heard: () => Buffer;
}

/** A web server, which answers what it does not understand with an error of its own. */
export async function webServer(): Promise<Listener> {
  return await listen(createHttpServer((_request, response) => response.end('hello')));
}

/** Takes connections, and never says a word. */
export async function silentServer(): Promise<Listener> {
  return await listen(createServer());
}

/** Says these bytes to whoever says anything. */
export async function talker(bytes: string | Buffer): Promise<Listener> {
  return await listen(createServer((socket) => socket.on('data', () => socket.write(bytes))));
}

/** Closes every connection at once. */
export async function slammer(): Promise<Listener> {
  return await listen(createServer((socket) => socket.destroy()));
}

/** A way to a server that can be made to swallow everything, as a host does that is gone: nothing is closed, nothing answers. */
export interface Hole extends Listener {
  freeze(): void;
  /** What was swallowed goes on its way. */
  thaw(): void;
}

export async function blackHole(to: { readonly host: string; readonly port: number }): Promise<Hole> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  const through = (from: Socket, into: Socket): void => {
    from.on('data', (bytes) => into.write(bytes));
    from.on('close', () => into.destroy());
    from.on('error', () => into.destroy());
    if (isFrozen) from.pause();
  };
  const listener = await listen(
    createServer((socket) => {
      const server = connect(to.port, to.host);
      pairs.add([socket, server]);
      through(socket, server);
      through(server, socket);
    }),
  );
  return {
    ...listener,
    freeze() {
      isFrozen = true;
      for (const socket of [...pairs].flat()) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of [...pairs].flat()) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...pairs].flat()) socket.destroy();
      await listener[Symbol.asyncDispose]();
    },
  };
}

async function listen(server: Server): Promise<Listener> {
  const sockets = new Set<Socket>();
  const heard: Buffer[] = [];
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('data', (bytes) => heard.push(bytes));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => Buffer.concat(heard),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
