// One peer and a thousand callers, in a process of its own: crowded.ts <peer> <url> <seconds>
import { ASKED } from './asked.ts';
import { PEERS } from './peers.ts';

const CALLERS = 1000;

export interface Crowd {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** Answers that the caller had who had the fewest, and the one who had most. */
  readonly fewest: number;
  readonly most: number;
  readonly heap: readonly number[];
}

async function main([name = '', url = '', seconds = '10']: readonly string[]): Promise<void> {
  const peer = PEERS[name]?.(url);
  if (peer === undefined) throw new Error(`no peer ${name}`);
  let n = 1;
  const waits = new Float64Array(4_000_000);
  let count = 0;
  const answers = new Array<number>(CALLERS).fill(0);
  const crowd = async (milliseconds: number): Promise<void> => {
    const end = performance.now() + milliseconds;
    await Promise.all(
      answers.map(async (_, caller) => {
        while (performance.now() < end) {
          const start = performance.now();
          const answer = await peer.ask.session(ASKED.session((n += 7919)));
          if (!Array.isArray(answer) || answer.length === 0) throw new Error(`${name} found nothing`);
          waits[count] = performance.now() - start;
          count += 1;
          answers[caller] = (answers[caller] ?? 0) + 1;
        }
      }),
    );
  };
  await crowd(2000);
  const heap = [heapUsed()];
  count = 0;
  answers.fill(0);
  const start = performance.now();
  await crowd(Number(seconds) * 500);
  const asked = performance.now() - start;
  heap.push(heapUsed());
  const again = performance.now();
  await crowd(Number(seconds) * 500);
  const both = asked + performance.now() - again;
  heap.push(heapUsed());
  const sorted = waits.subarray(0, count).sort();
  const result: Crowd = {
    rate: (count * 1000) / both,
    p50: sorted[Math.floor(count * 0.5)] ?? Number.NaN,
    p99: sorted[Math.floor(count * 0.99)] ?? Number.NaN,
    worst: sorted[count - 1] ?? Number.NaN,
    fewest: Math.min(...answers),
    most: Math.max(...answers),
    heap,
  };
  process.send?.(result);
  await peer.end();
  process.disconnect();
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

void main(process.argv.slice(2));
