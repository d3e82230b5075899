import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

/** Every code that a message can end with, wherever it is written: `code: 'room/name'`, or in a table of codes. */
function codesOf(folder: string): Set<string> {
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(ROOT, folder, file), 'utf8'));
  const rooms =
    'cli|reset|draft|push|database|migrations|seeds?|env|connection|tls|embedded|testing|catalog|parity|query';
  return new Set(
    texts.flatMap((text) => text.match(new RegExp(`(?<=['[])(?:${rooms})/[a-z-]+(?=['\\]])`, 'g')) ?? []),
  );
}

test('every code is a heading of docs/errors.md, and every heading a code', () => {
  const page = readFileSync(path.join(ROOT, 'docs', 'errors.md'), 'utf8');
  const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
  expect(new Set(headings).size).toBe(headings.length);
  const codes = new Set([...codesOf('src'), ...codesOf('knex')]);
  expect([...codes].sort()).toEqual([...headings].sort());
});
