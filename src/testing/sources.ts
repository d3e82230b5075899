import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const RELATIVE_IMPORT = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;
const SOURCE = /\.(?:ts|mts|cts|js|mjs|cjs)$/;
const ENDINGS = ['', '.ts', '.js', '.mts', '.cts', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];

/** Some files and what they import from elsewhere in the project, and so on, sorted. What is in packages is left out. */
export function sourceFiles(files: readonly string[]): readonly string[] {
  const found = new Set(files);
  // A set that grows while it is walked is walked to its new end.
  for (const file of found) {
    if (!SOURCE.test(file)) continue;
    for (const [, , specifier = ''] of readFileSync(file, 'utf8').matchAll(RELATIVE_IMPORT)) {
      const imported = resolve(path.resolve(path.dirname(file), specifier));
      if (imported !== undefined) found.add(imported);
    }
  }
  return [...found].sort();
}

/** All that lies in a folder: a migration may read SQL that stands beside it. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** TypeScript may name the file that will be there after the build. */
function resolve(target: string): string | undefined {
  const withoutJs = target.replace(/\.([mc]?)js$/, '.$1ts');
  return [target, withoutJs]
    .flatMap((base) => ENDINGS.map((ending) => base + ending))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
