import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readDeclared } from '../../src/parity/declared/read.ts';
import { DECLARED_KINDS } from '../../src/parity/declared/model.ts';
import { loadSchema, SCHEMAS } from './corpus.ts';

/** What is found of an object as a whole, beside its facts. */
function presenceOf(kind: string): readonly string[] {
  if (kind === 'schema' || kind === 'role') return ['missing'];
  const isRelation = ['table', 'view', 'materialized view', 'sequence'].includes(kind);
  return ['missing', 'undeclared', 'renamed', ...(isRelation ? ['kind'] : [])];
}

/** What is said of how it was asked, and of what Drizzle cannot declare. */
const BESIDE = ['accepted/stale', 'ignored/stale', 'replay/…'];

test('docs/verdict.md has every code, and no other', async () => {
  const page = readFileSync(path.resolve(__dirname, '..', '..', 'docs', 'verdict.md'), 'utf8');
  const headings = [...page.matchAll(/^#### (.*)$/gm)].map(([, heading]) => heading);
  expect(new Set(headings).size).toBe(headings.length);

  const schemas = await Promise.all(SCHEMAS.filter((name) => !name.startsWith('refused-')).map(loadSchema));
  const facts = schemas
    .flatMap(({ schema, casing }) => readDeclared({ schema, casing }).objects)
    .flatMap(({ kind, facts }) => Object.keys(facts).map((fact) => [kind, fact] as const));
  const presence = DECLARED_KINDS.flatMap((kind) => presenceOf(kind).map((fact) => [kind, fact] as const));
  // What text({ enum }) trusts is no fact that the schema states.
  const codes = [...facts, ...presence, ['column', 'values'] as const].map(
    ([kind, fact]) =>
      `${kind.replaceAll(' ', '-')}/${fact.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  );
  expect([...headings].sort()).toEqual([...new Set([...codes, ...BESIDE])].sort());
});
