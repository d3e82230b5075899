import { readFileSync } from 'node:fs';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';

/** An entry of drizzle-kit's journal. */
export interface JournalEntry {
  readonly tag: string;
  readonly when: number;
}

/** What drizzle-kit has called PostgreSQL, from its first versions on. */
const POSTGRES: readonly unknown[] = ['postgresql', 'postgres', 'pg'];

/** The entries of drizzle-kit's journal, in their order. */
export function readJournal(file: string): readonly JournalEntry[] {
  const { dialect, entries } = readObject(file) as { readonly dialect?: unknown; readonly entries?: unknown };
  refuseDialect(dialect, file);
  if (!Array.isArray(entries)) throw unreadable(file, 'it has no list of entries');
  return entries.map((entry: unknown) => {
    const { tag, when } = (entry ?? {}) as { readonly tag?: unknown; readonly when?: unknown };
    if (typeof tag !== 'string' || typeof when !== 'number')
      throw unreadable(file, `its entry ${JSON.stringify(entry)} has no tag, or no time`);
    return { tag, when };
  });
}

/** What a file of drizzle-kit's says. */
export function readObject(file: string): object {
  const text = readFileSync(file, 'utf8');
  if (/^(?:<{7}|={7}|>{7})(?: |$)/m.test(text)) throw unreadable(file, 'it holds the marks of a merge');
  try {
    return Object(JSON.parse(text)) as object;
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Refuses what was written for another kind of server. */
export function refuseDialect(dialect: unknown, file: string): void {
  if (POSTGRES.includes(dialect)) return;
  throw new Problem({
    code: 'migrations/drizzle-dialect',
    what: `the migrations are for ${typeof dialect === 'string' ? dialect : 'an unknown server'}: ${shownPath(file)}`,
    why: 'their statements are not those of PostgreSQL',
    fix: "name the folder of the project's PostgreSQL database",
  });
}

function unreadable(file: string, why: string, cause?: unknown): Problem {
  return new Problem({
    code: 'migrations/drizzle-journal',
    what: `${shownPath(file)} is not what drizzle-kit writes: ${why}`,
    why: 'it says which migrations there are, and in which order',
    fix: 'get it back from git, or settle the merge',
    cause,
  });
}
