/*
 * A thousand callers on a pool of ten: npm run bench:crowd [seconds]
 * Each asks for a session, waits for the answer and asks again, as the requests of a busy server do. By pg with SQL by hand, by
 * Keelson and by its peers, each in a process of its own: how long they wait, how the turns are shared out, and what is in
 * memory after the collection of garbage at the begin, in the middle and at the end. Prints, asserts nothing.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createTestDatabase } from '../src/testing/index.ts';
import type { Crowd } from './queries/crowded.ts';
import { fill } from './queries/rows.ts';
import { print } from './queries/turns.ts';

const CROWDED = path.join(__dirname, 'queries', 'crowded.ts');
const ASKED_BY = [
  'pg, named',
  'keelson, hot',
  'keelson, natural',
  'drizzle, prepared',
  'drizzle',
  'postgres.js',
];

async function main(seconds: number): Promise<void> {
  await using database = await createTestDatabase();
  await fill(database.url);
  print(
    'milliseconds that a caller waits'.padStart(54) +
      'answers to one caller'.padStart(28) +
      'MB of heap'.padStart(18),
  );
  print(`${''.padEnd(20)}a second     p50     p99   worst     fewest       most    begin  middle     end`);
  for (const peer of ASKED_BY) {
    const child = fork(CROWDED, [peer, database.url, String(seconds)], {
      execArgv: ['--expose-gc', '--import', 'tsx'],
    });
    const [crowd] = (await once(child, 'message')) as [Crowd];
    await once(child, 'exit');
    const { rate, p50, p99, worst, fewest, most, heap } = crowd;
    const waits = [p50, p99, worst].map((wait) => wait.toFixed(1).padStart(8));
    const sizes = heap.map((bytes) => (bytes / 1e6).toFixed(1).padStart(8));
    print(
      [
        peer.padEnd(20),
        rate.toFixed(0).padStart(8),
        ...waits,
        String(fewest).padStart(11),
        String(most).padStart(11),
        ` ${sizes.join('')}`,
      ].join(''),
    );
  }
}

void main(Number(process.argv[2] ?? 10));
