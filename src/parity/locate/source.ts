import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Ends that a specifier may leave out, and what TypeScript lets it say in place of what is there. */
const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const WRITTEN_FOR: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** The text of a file; undefined when it cannot be read, since a place is an extra and no reason to fail. */
export function sourceOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The file that a relative specifier means. A package or an alias is not looked for. */
export function fileOf(specifier: string, importer: string): string | undefined {
  if (!/^\.{0,2}\/|^\.{1,2}$/.test(specifier)) return undefined;
  const base = path.resolve(path.dirname(importer), specifier);
  const ending = path.extname(base);
  const stem = base.slice(0, base.length - ending.length);
  return [
    ...(WRITTEN_FOR[ending] ?? []).map((other) => stem + other),
    base,
    ...ENDINGS.map((other) => base + other),
    ...ENDINGS.map((other) => path.join(base, `index${other}`)),
  ].find(isFile);
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
