/*
 * What a draft costs: npm run bench:draft [rounds]
 * From a column that is added to our own schema to its proven file, and from nothing to many tables beside drizzle-kit, in
 * turns. Wall-clock times of one machine in one run; the ratios say more than the milliseconds. Prints, asserts nothing.
 */
import { loadavg } from 'node:os';
import { measureChange } from './draft/change.ts';
import { measureFromNothing } from './draft/from-nothing.ts';
import { print } from './draft/print.ts';

const SIZES = [100, 1000];

async function main(rounds: number): Promise<void> {
  printLoad();
  await measureChange(rounds);
  for (const tables of SIZES) await measureFromNothing(tables, rounds);
  printLoad();
}

function printLoad(): void {
  print(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
}

void main(Number(process.argv[2] ?? 5));
