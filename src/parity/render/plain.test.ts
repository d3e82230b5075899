import type { DeclaredObject } from '../declared/model.ts';
import { plainObject } from './plain.ts';

function factsOf(facts: DeclaredObject['facts']): Readonly<Record<string, unknown>> {
  return plainObject({
    kind: 'index',
    schema: 's',
    parent: 't',
    name: 'i',
    named: true,
    existing: false,
    facts,
    origin: { exported: undefined, property: undefined },
  }).facts;
}

test('an object keeps its name and what is plain already', () => {
  const plain = { unique: true, method: 'btree', where: null, with: ['fillfactor=70'], count: 1 };
  expect(factsOf(plain)).toEqual(plain);
});

test('an expression is its text, alone and in a list', () => {
  expect(
    factsOf({
      where: { expression: 'a > 1', sees: 'columns' },
      expressions: [null, { expression: 'lower(b)', sees: 'columns' }],
      lists: [['a', 'b'], []],
    }),
  ).toEqual({ where: 'a > 1', expressions: [null, 'lower(b)'], lists: [['a', 'b'], []] });
});

test('other objects are their names', () => {
  const object = { kind: 'table', schema: 's', name: 'o' } as const;
  expect(factsOf({ references: { object }, columns: { columnsOf: object, names: ['a', null] } })).toEqual({
    references: ['s', 'o'],
    columns: ['a', null],
  });
});

test.each([
  ['"s"."mood"', '"s"."mo""od"'],
  ['"s"."mood"[]', '"s"."mo""od"[]'],
  ['"s"."mood"[3][4]', '"s"."mo""od"[3][4]'],
  ['"s"."mood[]"', '"s"."mo""od"'],
])('the enum %s is called by its own name', (type, expected) => {
  const declared = { kind: 'enum', schema: 's', name: 'mo"od' } as const;
  expect(factsOf({ type: { type, enum: declared } })).toEqual({ type: expected });
});

test('any other type is as it is written', () => {
  expect(factsOf({ type: { type: 'numeric(10, 2)[]' } })).toEqual({ type: 'numeric(10, 2)[]' });
});
