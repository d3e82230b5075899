import { once } from 'node:events';
import { createServer } from 'node:net';

/*
 * A port is bound some time after it was given. So they are none that the system hands out by itself, none of embedded
 * servers, which end at 25,432, and no two workers of jest have the same.
 */
const FIRST = 26_000;
const OF_EACH_WORKER = 500;
const WORKERS = 12;

const worker = (Number(process.env.JEST_WORKER_ID ?? 1) - 1) % WORKERS;
// Every test file begins anew, and servers of the last one may just be ending.
let turn = Math.floor(Math.random() * OF_EACH_WORKER);

/** A port of this machine on which nobody listens now. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < OF_EACH_WORKER; tried += 1) {
    turn = (turn + 1) % OF_EACH_WORKER;
    const port = FIRST + worker * OF_EACH_WORKER + turn;
    if (await canListen(port)) return port;
  }
  throw new Error('none of the ports for tests is free');
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
