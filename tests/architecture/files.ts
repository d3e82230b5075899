import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from './imports.ts';

export const ROOT = path.resolve(__dirname, '..', '..');

/** Every source file below some folders of the project, and the ones that are named. */
export function sourceFiles(...places: readonly string[]): SourceFile[] {
  return places
    .flatMap((place) => (path.extname(place) === '' ? filesIn(place) : [place]))
    .map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => !file.includes('node_modules/'))
    .sort();
}
