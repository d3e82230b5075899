import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { locator } from '../../src/parity/locate/locate.ts';
import { position } from '../../src/parity/locate/tokens.ts';

/** Where in the files of a test the answer is expected. */
const HERE = '‸';

let folder = '';

/** Gives every test of a file a folder of its own. */
export function markedFolder(): () => string {
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'keelson-locate-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  return () => folder;
}

/** Writes files without the mark, and says where it stood. */
export function write(files: Readonly<Record<string, string>>): string | undefined {
  let expected: string | undefined;
  for (const [name, text] of Object.entries(files)) {
    const plain = text.replace(HERE, '');
    if (plain !== text) {
      const { line, column } = position(text, text.indexOf(HERE));
      expected = `${name}:${line}:${column}`;
    }
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), plain);
  }
  return expected;
}

/** Where an export, or a property of it, is found in the files that were written. */
export function found(exported: string, property?: string, entries = ['index.ts']): string | undefined {
  const files = entries.map((entry) => path.join(folder, entry));
  const place = locator({ entries: files, relativeTo: folder })({ exported, property });
  return place && `${place.file}:${place.line}:${place.column}`;
}
