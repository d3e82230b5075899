import { createHash } from 'node:crypto';

/** Below the ports that systems hand out by themselves, above those of well-known servers; never 5432. */
const FIRST = 15_433;
const COUNT = 10_000;
/** Two homes that begin at the same port part ways with the next step. */
const STEP = 617;

/** The ports to try for a home, in order: the one it had, then the one that its path gives, then others. */
export function portsFor(home: string, had: number | undefined, count = 20): number[] {
  const start = createHash('sha256').update(home).digest().readUInt32BE(0) % COUNT;
  const ports = Array.from({ length: count }, (_, index) => FIRST + ((start + index * STEP) % COUNT));
  return had === undefined ? ports : [had, ...ports.filter((port) => port !== had)];
}
