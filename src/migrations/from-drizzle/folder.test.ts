import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readDrizzleFolder } from './folder.ts';
import { namedForKnex } from './names.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keelson-folder-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  const place = path.join(folder, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
}

/** A journal of tags and times, and a file for each. */
function writeJournal(
  entries: readonly (readonly [tag: string, when: number])[],
  dialect = 'postgresql',
): void {
  const said = entries.map(([tag, when], idx) => ({ idx, version: '7', when, tag, breakpoints: true }));
  write('meta/_journal.json', JSON.stringify({ version: '7', dialect, entries: said }));
  for (const [tag] of entries) write(`${tag}.sql`, `select '${tag}';`);
}

function refusal(): string {
  try {
    readDrizzleFolder(folder);
  } catch (error) {
    const { code, what } = error as { readonly code: string; readonly what: string };
    return `${what} [${code}]`;
  }
  return 'read';
}

test('a journal says which migrations there are and in which order; names have times a second apart', () => {
  const when = Date.UTC(2025, 0, 31, 12, 30, 59, 400);
  writeJournal([
    ['0000_first', when],
    ['0001_next to it', when + 200],
    ['0002_from-a-branch', when - 60_000],
    ['0003_später', when + 3_600_000],
  ]);
  write('0009_stray.sql', 'select 1');
  const { layout, migrations, unlisted } = readDrizzleFolder(folder);
  expect(layout).toBe('journal');
  expect(unlisted).toEqual(['0009_stray.sql']);
  expect(namedForKnex(migrations).map(({ name, migration }) => [name, migration.tag])).toEqual([
    ['20250131123059_first', '0000_first'],
    ['20250131123100_next_to_it', '0001_next to it'],
    ['20250131123101_from-a-branch', '0002_from-a-branch'],
    ['20250131133059_sp_ter', '0003_später'],
  ]);
});

test('without a journal each migration has a folder, which begins with its time', () => {
  write('20250131123100_next/migration.sql', '\uFEFFselect 2;--> statement-breakpoint\n-- only words\n');
  write('20250131123100_next/snapshot.json', '{ "version": "8", "dialect": "postgres" }');
  write('20250131123059_first/migration.sql', 'select 1');
  write('notes/readme.md', '');
  const { layout, migrations } = readDrizzleFolder(folder);
  expect(layout).toBe('folders');
  expect(
    migrations.map(({ tag, when, statements }) => [tag, when, statements.map(({ sql }) => sql)]),
  ).toEqual([
    ['20250131123059_first', Date.UTC(2025, 0, 31, 12, 30, 59), ['select 1']],
    ['20250131123100_next', Date.UTC(2025, 0, 31, 12, 31, 0), ['select 2']],
  ]);
  write('stray/migration.sql', 'select 3');
  expect(refusal()).toMatch(/stray does not begin with the time .* \[migrations\/drizzle-no-time\]$/);
});

test('what drizzle-kit would not run is refused', () => {
  expect(refusal()).toMatch(/holds no migrations .* \[migrations\/drizzle-no-folder\]$/);
  writeJournal([['0000_first', 1]], 'mysql');
  expect(refusal()).toMatch(/are for mysql: .* \[migrations\/drizzle-dialect\]$/);
  writeJournal([
    ['0000_first', 1],
    ['0000_first', 2],
  ]);
  expect(refusal()).toMatch(/names 0000_first more than once \[migrations\/drizzle-journal\]$/);
  writeJournal([]);
  expect(refusal()).toMatch(/holds no migrations/);
  writeJournal([['0000_first', 1]]);
  expect(refusal()).toBe('read');
  rmSync(path.join(folder, '0000_first.sql'));
  expect(refusal()).toMatch(/not there:\n.*0000_first\.sql \[migrations\/drizzle-missing-file\]$/);
  write('meta/_journal.json', '<<<<<<< HEAD\n{}');
  expect(refusal()).toMatch(/marks of a merge \[migrations\/drizzle-journal\]$/);
  write('meta/_journal.json', '{ "dialect": "postgresql", "entries": [{ "tag": 1 }] }');
  expect(refusal()).toMatch(/no tag, or no time \[migrations\/drizzle-journal\]$/);
  writeJournal([['0000_first', 1]]);
  write('20250131123059_second/migration.sql', 'select 1');
  expect(refusal()).toMatch(/has a journal, and folders .* \[migrations\/drizzle-journal\]$/);
  rmSync(folder, { recursive: true });
  expect(refusal()).toMatch(/^there is no folder .* \[migrations\/drizzle-no-folder\]$/);
});
