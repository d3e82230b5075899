/*
 * What a deploy costs, beside stock Knex on the same files, in the same run: npm run bench:migrate [rounds]
 * Each deploy in a process and a database of its own, on a server that writes to its disk. Wall-clock times of one
 * machine in one run; the ratios say more than the milliseconds. Prints, asserts nothing.
 */
import { measureCold } from './migrate/cold.ts';
import { measureFromNothing, measureMemory } from './migrate/from-nothing.ts';
import { ground, print } from './migrate/ground.ts';
import { measureHandOver } from './migrate/hand-over.ts';

async function main(rounds: number): Promise<void> {
  await using here = await ground();
  print(`${''.padEnd(46)} ${'keelson'.padStart(10)} ${'stock'.padStart(10)}   ratio`);
  await measureFromNothing(here, rounds);
  await measureCold(here, rounds * 3);
  await measureMemory(here, 3);
  await measureHandOver(here, rounds);
}

void main(Number(process.argv[2] ?? 5));
