import path from 'node:path';
import { createTestDatabase } from '../../src/testing/index.ts';
import { median, timed } from '../measure.ts';
import type { Drafter, Round } from './drafter.ts';
import { print, progress, row } from './print.ts';

const ROOT = path.resolve(__dirname, '..', '..');
const DRAFTER = path.join(__dirname, 'drafter.ts');
const MANY = 1000;
const DRAFTERS: readonly Drafter[] = ['drizzle-kit', 'draft', 'formatted', 'proven'];

/** Many tables and an empty database: drafts beside drizzle-kit's migration, in turns, each in a process of its own. */
export async function measureFromNothing(tables: number, rounds: number): Promise<void> {
  await using database = await createTestDatabase({ migrate: false });
  const seen: Record<Drafter, Round[]> = { 'drizzle-kit': [], draft: [], formatted: [], proven: [] };
  for (let round = 0; round < rounds; round += 1) {
    progress(`${tables} tables from nothing: round ${round + 1} of ${rounds}`);
    // What is read and written first finds cold caches, so that it is not always the same one.
    for (const by of round % 2 === 0 ? DRAFTERS : DRAFTERS.toReversed()) {
      // One round: it takes minutes.
      if (by === 'proven' && tables >= MANY && round > 0) continue;
      const command = [process.execPath, '--import', 'tsx', DRAFTER, by, String(tables), database.url];
      const { stdout } = timed(command as [string, ...string[]], { cwd: ROOT });
      seen[by].push(JSON.parse(stdout) as Round);
    }
  }
  print(`\n${tables} tables from nothing: 10 columns, 4 indexes, a check and a foreign key each`);
  const of = (by: Drafter, value: (round: Round) => number): number => median(seen[by].map(value));
  const theirs = of('drizzle-kit', ({ milliseconds }) => milliseconds);
  const line = (what: string, by: Drafter): void => {
    const milliseconds = of(by, (one) => one.milliseconds);
    const [first] = seen[by];
    row(
      what,
      milliseconds,
      `${(milliseconds / theirs).toFixed(2).padStart(6)} ×  ${of(by, ({ megabytes }) => megabytes)} MB at most, ${first?.up} statements up, ${first?.down} down`,
    );
  };
  line('drizzle-kit generateDrizzleJson, generateMigration', 'drizzle-kit');
  line('draftMigration, without the proof, goal 1.00 ×', 'draft');
  line('the same, formatted by prettier', 'formatted');
  line('the same, proven', 'proven');
  const [proof, all] = [
    of('proven', ({ proof = 0 }) => proof),
    of('proven', ({ milliseconds }) => milliseconds),
  ];
  row('  of which the proof', proof, `${((100 * proof) / all).toFixed(0)} %`);
}
