// A web server whose requests ask the database, under load of its own, for tests/db/end.test.ts:
// server.ts <url> <options of closeOnSignal> <whether one query never ends>
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeOnSignal, createDb, sql } from '../../../src/index.ts';

const [, , url = '', options = '{}', stuck = 'false'] = process.argv;
const db = createDb({ url, max: 4 });
const failed: string[] = [];
let done = 0;
let isOver = false;

const server = createServer((request, response) => {
  const answer = async (): Promise<void> => {
    await db.execute(sql`select pg_sleep(0.01)`);
    await db.transaction(async (tx) => {
      await tx.execute(sql`select ${request.url}::text`);
      await tx.execute(sql`select pg_sleep(0.01)`);
    });
    await db.execute(sql`select 1`);
  };
  answer().then(
    () => response.end('done'),
    (error: unknown) => {
      response.statusCode = 500;
      response.end(String((error as { cause?: unknown }).cause ?? error));
    },
  );
});

/** One request after the other, each on a connection of its own, until the server takes none. */
async function ask(port: number): Promise<void> {
  while (!isOver) {
    const [status, text] = await new Promise<[number | undefined, string]>((resolve) => {
      get({ port, host: '127.0.0.1', agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () => {
          resolve([response.statusCode, body]);
        });
        response.on('error', (error) => {
          resolve([undefined, String(error)]);
        });
      }).on('error', () => {
        // It was not taken: that is what the end of a server is.
        resolve([200, 'refused']);
      });
    });
    if (text === 'refused') return;
    if (status === 200) done += 1;
    else failed.push(text);
    if (done === 20) process.stdout.write('busy\n');
  }
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  if (stuck === 'true') db.execute(sql`select pg_sleep(600)`).catch(() => undefined);
  for (let caller = 0; caller < 12; caller += 1) void ask(port);
});

closeOnSignal({
  db,
  first: async () => {
    process.stdout.write('ending\n');
    await new Promise((resolve) => server.close(resolve));
    isOver = true;
  },
  onClosed: (closed) => {
    process.stdout.write(`${JSON.stringify({ ...closed, failed, done })}\n`);
  },
  ...(JSON.parse(options) as object),
});
