import { FAMILIES } from '../../catalog/families.ts';
import { REPEATED } from './facts.ts';
import { FORMS } from './forms.ts';

const facts = FAMILIES.flatMap(({ kind, facts }) =>
  Object.entries(facts).map(([attribute, { expression }]) => ({ name: `${kind}.${attribute}`, expression })),
);
const named = new Set(facts.map(({ name }) => name));

test('every text that Postgres prints is known with the form in which it is read again, and no other one', () => {
  const expressions = facts.filter(({ expression }) => expression === true).map(({ name }) => name);
  expect(Object.keys(FORMS).sort()).toEqual(expressions.sort());
});

test('what is left out as a repetition is a fact', () => {
  expect([...REPEATED].filter((name) => !named.has(name))).toEqual([]);
});
