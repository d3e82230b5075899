import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  differenceOf,
  EMAIL,
  HOSTILE,
  locations,
  NOT_NULL,
  undecidedOf,
  verdictOf,
} from '../../../tests/parity/verdicts.ts';
import type { Verdict } from '../verdict.ts';
import { failureReport } from './failure.ts';
import { jsonReport } from './json.ts';

const PAGE = readFileSync(path.resolve(__dirname, '../../../docs/verdict-json.md'), 'utf8');

const FULL = verdictOf({
  differences: [NOT_NULL],
  unmanaged: [{ kind: 'function', object: 'auth.new_id()' }],
});

/** The types that a value has at each place: `differences[].origin` is `object` here and `null` there. */
function typesOf(
  value: unknown,
  place = '',
  types = new Map<string, Set<string>>(),
): Map<string, Set<string>> {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  // An entry of a list is what its fields are.
  if (place !== '' && !(place.endsWith('[]') && type === 'object'))
    types.set(place, (types.get(place) ?? new Set()).add(type));
  if (Array.isArray(value)) for (const one of value) typesOf(one, `${place}[]`, types);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      const name = place === 'compared.objects' ? '*' : key;
      typesOf(one, place === '' ? name : `${place}.${name}`, types);
    }
  }
  return types;
}

function emitted(...verdicts: readonly Verdict[]): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>();
  for (const verdict of verdicts) typesOf(JSON.parse(jsonReport(verdict, { locations })), '', types);
  for (const said of ['x', null])
    typesOf(JSON.parse(failureReport({ code: said, message: 'x', fix: said }, 'json')), '', types);
  return types;
}

test('the fields are those of docs/verdict-json.md, each with the types that are told there', () => {
  const bare: readonly [string, null, null, string] = ['role', null, null, 'app'];
  const origin = { exported: undefined, property: undefined };
  const known = { declared: 'type a', live: 'type b', origin: { exported: 'users', property: 'email' } };
  const types = emitted(
    FULL,
    verdictOf({
      differences: [differenceOf(bare, 'missing'), differenceOf(bare, 'missing', { origin })],
      undecided: [
        undecidedOf(EMAIL, 'type', known),
        undecidedOf(bare, 'missing'),
        undecidedOf(bare, 'missing', { origin }),
      ],
      accepted: [{ code: 'column/type', object: 'auth.users.name', reason: 'it will go' }],
    }),
  );
  const rows = [...PAGE.matchAll(/^\| `([^`]+)` +\| ([a-z ]+?) *\|/gm)].map(
    ([, place = '', words = '']) => [place, words.split(' or ').sort()] as const,
  );
  // What the page says of `undecided` in one sentence.
  const shared = rows.flatMap(([place, words]) =>
    /^differences\[\]\.(?!message|fix)/.test(place)
      ? [[place.replace('differences', 'undecided'), words] as const]
      : [],
  );
  expect(rows.length).toBeGreaterThan(shared.length);
  const byPlace = (list: readonly (readonly [string, string[]])[]) => Object.fromEntries(list);
  expect(byPlace([...rows, ...shared])).toEqual(
    byPlace([...types].map(([place, found]) => [place, [...found].sort()])),
  );
});

test('the example of docs/verdict-json.md is what is written', () => {
  const example = /```json\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
  expect(JSON.parse(example)).toEqual(JSON.parse(jsonReport(FULL, { locations })));
});

test('any name comes back as it was', () => {
  const verdict = verdictOf({ differences: [differenceOf(['column', 'a', 'b', HOSTILE], 'type')] });
  expect(JSON.parse(jsonReport(verdict, { locations }))).toMatchObject({ differences: [{ name: HOSTILE }] });
});
