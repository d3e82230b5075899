import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What a migration's file says, whatever its line ends and the blanks at them. */
export function checksumOf(file: string): string {
  const text = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll(/[\t ]*\r?\n/g, '\n')
    .trimEnd();
  return createHash('sha256').update(text).digest('hex');
}
