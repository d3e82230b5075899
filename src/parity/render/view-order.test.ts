import type { CatalogObject } from '../../catalog/object.ts';
import { orderViews } from './view-order.ts';

function ordered(definitions: Readonly<Record<string, string>>): string[] {
  const views = Object.entries(definitions).map(([name, definition]): CatalogObject => ({
    kind: 'view',
    schema: 's',
    parent: null,
    name,
    facts: { definition },
  }));
  return orderViews(views).map(({ name }) => name);
}

test.each([
  ['bare', 'select * from b'],
  ['quoted', 'select * from "b"'],
  ['with a namespace', 'select * from s.b'],
  ['in another case', 'SELECT * FROM S.B'],
  ['joined', 'select * from t join "s"."b" using (id)'],
  ['after a comma', 'select * from t,b'],
])('a view comes after one that it reads, %s', (_, definition) => {
  expect(ordered({ a: definition, b: 'select 1' })).toEqual(['b', 'a']);
  expect(ordered({ b: 'select 1', a: definition })).toEqual(['b', 'a']);
});

test('a longer name is another one', () => {
  expect(ordered({ z: 'select orders_1, my_orders, "orders x"', orders: 'select * from z' })).toEqual([
    'z',
    'orders',
  ]);
});

test('text, a comment and a column of something else are no names of views', () => {
  const definition = `select 'orders', x.orders -- orders\n from x /* orders */`;
  expect(ordered({ z: definition, orders: 'select * from z' })).toEqual(['z', 'orders']);
});

test('names may hold anything', () => {
  const names = ['say "no"', 'a.b', '(x|y)*', 'ünïcödé', '$1', 'back\\slash'];
  for (const name of names) {
    const definition = `select * from "s"."${name.replaceAll('"', '""')}"`;
    expect(ordered({ first: definition, [name]: 'select 1' })).toEqual([name, 'first']);
  }
});

test('a chain is followed to its end, and what nothing leads to stays in its place', () => {
  expect(
    ordered({
      d: 'select * from c',
      lone: 'select 1',
      c: 'select * from b',
      b: 'select * from a',
      a: 'select * from t',
    }),
  ).toEqual(['lone', 'a', 'b', 'c', 'd']);
});

test('where columns are called as views are, what follows FROM decides', () => {
  expect(
    ordered({
      totals: 'select people from s.people',
      people: 'select totals from t',
    }),
  ).toEqual(['people', 'totals']);
});

test('what leads round in a circle all the same is left as it was', () => {
  expect(ordered({ b: 'select * from a', a: 'select * from b' })).toEqual(['b', 'a']);
});

test('a thousand views are put in order in a moment', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `view_${index}`);
  const entries = names.map((name, index): [string, string] => [
    name,
    `select * from "view_${index + 1}"`.padEnd(2000),
  ]);
  // The work that it takes: on a busy machine the clock runs on meanwhile.
  const start = process.cpuUsage();
  expect(ordered(Object.fromEntries(entries))).toEqual(names.toReversed());
  expect(process.cpuUsage(start).user).toBeLessThan(5e6);
});
