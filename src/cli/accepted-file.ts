import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AcceptedEntry } from '../parity/index.ts';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';

/** Where a project keeps what it accepts unless it says otherwise. */
const ACCEPTED_FILE = 'keelson.accepted.json';

const FORM =
  '[{ "code": "index/undeclared", "object": "auth.users.users_old_idx", "reason": "dropped after the release" }]';

/** The differences that a project accepts, from the file that was named or the one that every project may have. */
export function readAccepted(file: string | undefined): readonly AcceptedEntry[] {
  const place = path.resolve(file ?? ACCEPTED_FILE);
  if (file === undefined && !existsSync(place)) return [];
  let entries: unknown;
  try {
    entries = JSON.parse(readFileSync(place, 'utf8'));
  } catch (cause) {
    throw wrong(place, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!Array.isArray(entries)) throw wrong(place, 'it holds no list');
  const mistakes = entries.flatMap((entry: unknown, index) =>
    mistakesOf(entry).map((what) => `entry ${index + 1}: ${what}`),
  );
  if (mistakes.length > 0) throw wrong(place, mistakes.join('; '));
  return entries as AcceptedEntry[];
}

function mistakesOf(entry: unknown): readonly string[] {
  if (typeof entry !== 'object' || entry === null) return ['not an object'];
  const given = entry as Record<string, unknown>;
  const known = ['code', 'object', 'reason'];
  return [
    ...known
      .filter((name) => typeof given[name] !== 'string' || given[name].trim() === '')
      .map((name) => `no ${name}`),
    ...Object.keys(given)
      .filter((name) => !known.includes(name))
      .map((name) => `nothing is known of "${name}"`),
  ];
}

function wrong(place: string, what: string, cause?: unknown): Problem {
  return new Problem({
    code: 'cli/accepted-file',
    what: `${shownPath(place)} cannot be used: ${what}`,
    why: 'a difference is accepted for a reason that somebody can read later, and exactly as the verdict names it',
    fix: `write it as ${FORM}`,
    cause,
  });
}
