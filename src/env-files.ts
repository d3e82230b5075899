import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { Problem } from './problem.ts';

/** The first that names a variable wins, and what is already set wins over both. */
const FILES = ['.env.local', '.env'];

/** Variables whose value may hold a #, which ends an unquoted value in such a file. */
const MAY_HOLD_HASH = /^(?:DATABASE_URL|DATABASE_REPLICA_URLS|TEST_DATABASE_URL|PGPASSWORD)$/;

/**
 * Sets in `target` what the .env files of the folder say and `target` leaves open, without a word on stdout or
 * stderr. Returns what is wrong with the files. Only dotenv's parser is used: its loader takes orders from
 * DOTENV_ variables.
 */
export function loadEnvFiles(target: NodeJS.ProcessEnv, cwd = process.cwd()): readonly string[] {
  const mistakes: string[] = [];
  for (const file of FILES) {
    const text = readIfThere(path.join(cwd, file), file);
    for (const [name, value] of Object.entries(parse(text))) {
      if (Object.hasOwn(target, name)) continue;
      if (MAY_HOLD_HASH.test(name) && isCutAtHash(text, name)) {
        mistakes.push(
          `${name} in ${file}: a # outside of quotation marks begins a comment; accepted: the value in quotation marks, or %23 in a URL; example: ${name}="..."`,
        );
      } else {
        target[name] = value;
      }
    }
  }
  return mistakes;
}

function readIfThere(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    // A folder of that name is a virtual environment of Python's.
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return '';
    throw new Problem({
      code: 'env/unreadable-file',
      what: `${shown} is there and cannot be read (${code})`,
      why: 'without what it says, the wrong database might be used',
      fix: 'give this user the right to read it, or take it away',
    });
  }
}

function isCutAtHash(text: string, name: string): boolean {
  const assignment = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*[=:][ \\t]*([^\\s'"\`#].*)$`, 'gm');
  // A # behind white space was meant as a comment.
  return [...text.matchAll(assignment)].some(([, value = '']) => /\S#/.test(value));
}
