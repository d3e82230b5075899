import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import type { DrizzleFolder, DrizzleLayout, DrizzleMigration } from './drizzle-migration.ts';
import { readJournal, readObject, refuseDialect } from './journal.ts';
import { statementsOf } from './statements.ts';

/** What stands between two statements of a file. */
const BREAKPOINT = '--> statement-breakpoint';

interface Listed {
  readonly tag: string;
  readonly when: number;
  readonly file: string;
}

/** Reads a folder of drizzle-kit's migrations, of either layout. */
export function readDrizzleFolder(given: string): DrizzleFolder {
  const folder = path.resolve(given);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw noFolder(folder);
  const journal = path.join(folder, 'meta', '_journal.json');
  const nested = nestedIn(folder);
  const layout: DrizzleLayout = existsSync(journal) ? 'journal' : 'folders';
  if (layout === 'folders' && nested.length === 0) throw noMigrations(folder);
  if (layout === 'journal' && nested.length > 0) throw twoLayouts(folder);
  const listed =
    layout === 'folders'
      ? nested
      : readJournal(journal).map(({ tag, when }) => ({ tag, when, file: path.join(folder, `${tag}.sql`) }));
  if (listed.length === 0) throw noMigrations(folder);
  const lost = listed.filter(({ file }) => !existsSync(file));
  if (lost.length > 0) throw missingFiles(lost);
  refuseSameTags(listed, journal);
  const known = new Set(listed.map(({ tag }) => `${tag}.sql`));
  return Object.freeze({
    folder,
    layout,
    migrations: Object.freeze(listed.map(migrationOf)),
    unlisted:
      layout === 'folders'
        ? []
        : readdirSync(folder)
            .filter((entry) => entry.endsWith('.sql') && !known.has(entry))
            .sort(),
  });
}

function migrationOf({ tag, when, file }: Listed): DrizzleMigration {
  const text = readFileSync(file, 'utf8');
  return Object.freeze({
    ...{ tag, when, file, text },
    // A mark of the encoding is none of Postgres'.
    statements: text
      .replace(/^\uFEFF/, '')
      .split(BREAKPOINT)
      .flatMap(statementsOf),
  });
}

/** The migrations that have a folder each, in the order of the migrator. */
function nestedIn(folder: string): readonly Listed[] {
  const found = readdirSync(folder)
    .map((tag) => ({ tag, file: path.join(folder, tag, 'migration.sql') }))
    .filter(({ file }) => existsSync(file))
    .sort((a, b) => a.tag.localeCompare(b.tag));
  return found.map(({ tag, file }) => {
    const snapshot = path.join(folder, tag, 'snapshot.json');
    if (existsSync(snapshot)) {
      refuseDialect((readObject(snapshot) as { readonly dialect?: unknown }).dialect, snapshot);
    }
    return { tag, file, when: timeIn(tag, folder) };
  });
}

/** The time that a folder's name begins with. */
function timeIn(tag: string, folder: string): number {
  const [year, month, day, hour, minute, second] = (
    /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?!\d)/.exec(tag) ?? []
  )
    .slice(1)
    .map(Number);
  const when =
    year === undefined
      ? Number.NaN
      : Date.UTC(year, (month ?? 1) - 1, day, hour ?? 0, minute ?? 0, second ?? 0);
  if (!Number.isNaN(when)) return when;
  throw new Problem({
    code: 'migrations/drizzle-no-time',
    what: `${shownPath(path.join(folder, tag))} does not begin with the time at which it was made`,
    why: 'the order of the migrations follows from it, and drizzle-kit names each folder so',
    fix: `call it 20250131120000_${tag}, with its own time, or move it away where drizzle-kit did not make it`,
  });
}

function refuseSameTags(listed: readonly Listed[], journal: string): void {
  const twice = listed.map(({ tag }) => tag).filter((tag, index, all) => all.indexOf(tag) !== index);
  if (twice.length === 0) return;
  throw new Problem({
    code: 'migrations/drizzle-journal',
    what: `${shownPath(journal)} names ${[...new Set(twice)].join(', ')} more than once`,
    why: 'one file would be two migrations, and fail the second time',
    fix: 'leave one entry of each; two branches may each have added one',
  });
}

function noFolder(folder: string): Problem {
  return new Problem({
    code: 'migrations/drizzle-no-folder',
    what: `there is no folder ${shownPath(folder)}`,
    fix: "name the folder with drizzle-kit's migrations, which its configuration calls `out`: npx keelson adopt drizzle ./drizzle",
  });
}

function noMigrations(folder: string): Problem {
  return new Problem({
    code: 'migrations/drizzle-no-folder',
    what: `${shownPath(folder)} holds no migrations of drizzle-kit's: neither meta/_journal.json with an entry nor a folder with a migration.sql`,
    why: 'what drizzle-kit push has done is in no file',
    fix: 'name the folder that its configuration calls `out`; a database that was pushed is taken over by npx keelson adopt',
  });
}

function twoLayouts(folder: string): Problem {
  return new Problem({
    code: 'migrations/drizzle-journal',
    what: `${shownPath(folder)} has a journal, and folders of migrations beside it`,
    why: 'the one belongs to drizzle-kit up to 0.31 and the others to 1.0, and neither runs both',
    fix: 'npx drizzle-kit up makes one of them; or move away those that were never run',
  });
}

function missingFiles(lost: readonly Listed[]): Problem {
  return new Problem({
    code: 'migrations/drizzle-missing-file',
    what: `the journal names migrations that are not there:\n${lost.map(({ file }) => `  ${shownPath(file)}`).join('\n')}`,
    why: 'what they do cannot be done again',
    fix: 'get the files back (another branch?), or drop their entries from meta/_journal.json where no database has them',
  });
}
