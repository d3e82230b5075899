import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { FAMILIES } from '../../src/catalog/families.ts';
import { CHANGES } from './databases/changes.ts';
import type { Change } from './databases/change.ts';
import { findPgDump } from './databases/pg-dump.ts';
import type { Asked } from './databases/pg-delta.ts';
import { openTwoDatabases } from './databases/two-databases.ts';
import type { TwoDatabases } from './databases/two-databases.ts';

let two: TwoDatabases;
beforeAll(async () => {
  two = await openTwoDatabases();
});
afterAll(() => two[Symbol.asyncDispose]());

function isKnown({ since }: Change): boolean {
  return since === undefined || two.version >= since;
}

test('two databases that were made alike agree, and every kind of object is in them or in a change', async () => {
  const { compared, ...verdict } = await two.compare();
  expect(verdict).toEqual({ agrees: true, differences: [], undecided: [] });
  const changed = CHANGES.flatMap(({ finds, findsSince18 = [] }) => [...finds, ...findsSince18]);
  const unseen = FAMILIES.filter(
    ({ kind }) =>
      compared.objects[kind] === undefined && !changed.some((found) => found.startsWith(`${kind} `)),
  );
  expect(unseen.map(({ kind }) => kind)).toEqual([]);
});

describe('a change to one of them is found where it was made, and nowhere else', () => {
  test.each(CHANGES.map((change) => [change.name, change] as const))('%s', async (_, change) => {
    // Nothing to change where the server does not know it.
    if (!isKnown(change)) return;
    const { expected, actual, named } = two;
    await two.inTransactions(async () => {
      for (const client of [expected, actual]) await client.query(named(change.setup ?? ''));
      await actual.query(named(change.change));
      const comparison = await two.compare();
      const found = new Set(comparison.differences.map(({ kind, object }) => `${kind} ${object}`));
      const since18 = two.version >= 18 ? (change.findsSince18 ?? []) : [];
      const finds = [...change.finds, ...since18];
      expect([...found].sort()).toEqual(finds.map(named).sort());
      expect(comparison.undecided).toEqual([]);
      expect(comparison.agrees).toBe(finds.length === 0);
    });
  });
});

describe('other observers', () => {
  test('see nothing that is not found here', () => {
    const unfound = CHANGES.filter(({ finds }) => finds.length === 0);
    // A right to a parameter is the server's, whatever the database.
    expect(unfound.map(({ name }) => name)).toEqual(['a right to a parameter']);
    expect(unfound.filter(({ seenBy }) => seenBy.pgDelta || seenBy.pgDump)).toEqual([]);
  });

  test('see as many of the changes as docs/decisions/comparing-databases.md says', () => {
    const found = CHANGES.filter(({ finds }) => finds.length > 0);
    const dumped = CHANGES.filter(({ seenBy }) => seenBy.pgDump);
    const extracted = CHANGES.filter(({ seenBy }) => seenBy.pgDelta);
    const counts = [CHANGES, found, dumped, extracted].map(({ length }) => length);
    expect(counts).toEqual([239, 238, 226, 174]);
  });

  test('@supabase/pg-delta misses what it is said to miss', async () => {
    const { databases, named } = two;
    const known = CHANGES.filter(isKnown);
    // Some that it sees are among them, or an observer that sees nothing would pass.
    const seen = known.filter(({ seenBy }) => seenBy.pgDelta).filter((_, index) => index % 10 === 0);
    const missed = known.filter(({ seenBy }) => !seenBy.pgDelta);
    const asked: readonly Asked[] = [...seen, ...missed].map(({ name, setup, change }) => ({
      name,
      setup: setup && named(setup),
      change: named(change),
    }));
    const running = promisify(execFile)(
      process.execPath,
      [
        ...['--import', pathToFileURL(require.resolve('tsx')).href],
        ...[path.join(__dirname, 'databases', 'pg-delta.ts'), databases[0].url],
      ],
      { maxBuffer: 1e7, timeout: 110_000 },
    );
    running.child.stdin?.end(JSON.stringify(asked));
    expect(JSON.parse((await running).stdout)).toEqual(seen.map(({ name }) => name));
  });

  test('pg_dump sees what it is said to see of that which pg-delta misses', async () => {
    const pgDump = await findPgDump(two.version);
    // It comes with Postgres, and reads no server that is newer than itself.
    if (pgDump === undefined) {
      process.stderr.write(
        `not observed by pg_dump: none as new as PostgreSQL ${two.version} is on the path\n`,
      );
      return;
    }
    // What belongs to the server is no part of a dump, and would stay.
    const missed = CHANGES.filter(
      (change) =>
        isKnown(change) &&
        !change.seenBy.pgDelta &&
        !change.finds.every((found) => found.startsWith('role ')),
    );
    const seen: string[] = [];
    for (const change of missed) {
      if (await pgDump.sees(two, change)) seen.push(change.name);
    }
    expect(seen).toEqual(missed.filter(({ seenBy }) => seenBy.pgDump).map(({ name }) => name));
  });
});
