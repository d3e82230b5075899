import { arrayElements, stringConstants } from './literals.ts';

test.each([
  [`(n = ANY (ARRAY['a'::text, 'it''s'::text]))`, ['a', `it's`]],
  [`(n = E'a\\\\b') OR ("it's" = 'x')`, ['a\\b', 'x']],
  ['(n > 5)', []],
])('the constants in %s', (expression, constants) => {
  expect(stringConstants(expression)).toEqual(constants);
});

test.each([
  ['{x,y,z}', ['x', 'y', 'z']],
  [String.raw`{"a b","c,d","e\"f",g\\h,""}`, ['a b', 'c,d', 'e"f', String.raw`g\h`, '']],
  ['{{a,b},{c}}', ['a', 'b', 'c']],
  ['{}', []],
  ['x,y', []],
  ['{x', []],
])('the elements of %s', (text, elements) => {
  expect(arrayElements(text)).toEqual(elements);
});
