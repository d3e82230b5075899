import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
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
