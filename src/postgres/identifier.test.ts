import { quoteIdentifier, quoteLiteral } from './identifier.ts';

it.each([
  ['users', '"users"'],
  ['Two words', '"Two words"'],
  ['say "no"', '"say ""no"""'],
  ['', '""'],
])('quotes the identifier %j', (name, expected) => {
  expect(quoteIdentifier(name)).toBe(expected);
});

it.each([
  ['plain', "'plain'"],
  ["it's", "'it''s'"],
  ["\\'; drop table users; --", " E'\\\\''; drop table users; --'"],
  ['', "''"],
])('quotes the literal %j', (value, expected) => {
  expect(quoteLiteral(value)).toBe(expected);
});
