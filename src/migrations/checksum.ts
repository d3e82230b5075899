import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a migration's file says, whatever its line ends and the blanks at them, and in which language it does. */
export function checksumOf(file: string): string {
  const text = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll(/[\t ]*\r?\n/g, '\n')
    .trimEnd();
  return `${languageOf(file)}:${createHash('sha256').update(text).digest('hex')}`;
}

/** Whether one checksum can tell that the other is of another text: a build's JavaScript is never its TypeScript. */
export function differs(known: string, now: string): boolean {
  return known !== now && known.slice(0, known.indexOf(':')) === now.slice(0, now.indexOf(':'));
}

function languageOf(file: string): 'ts' | 'js' {
  return path.extname(file).endsWith('ts') ? 'ts' : 'js';
}
