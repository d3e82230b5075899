import { factDifference } from './differences.ts';

const pairOf = (kind: 'view' | 'check') => {
  const identity = { kind, schema: 'public', parent: kind === 'check' ? 'orders' : null, name: 'paid' };
  return {
    declared: {
      ...identity,
      named: true,
      existing: false,
      facts: {},
      origin: { exported: undefined, property: undefined },
    },
    live: { ...identity, facts: {} },
  };
};

test('what has lines of its own is named, and shown on both sides', () => {
  const [declared, live] = ['SELECT id\n  FROM orders', 'SELECT 1'];
  expect(factDifference(pairOf('view'), { attribute: 'definition', declared, live })).toMatchObject({
    message: 'view public.paid: the query differs',
    declared: `as ${declared}`,
    live: `as ${live}`,
  });
  expect(
    factDifference(pairOf('check'), { attribute: 'expression', declared: 'a > 0', live: `a <> '\n'` }),
  ).toMatchObject({ message: 'check public.orders.paid: the condition differs' });
});

test('what is short is said', () => {
  expect(
    factDifference(pairOf('check'), { attribute: 'expression', declared: 'a > 0', live: 'a > 1' }).message,
  ).toBe('check public.orders.paid: declared a > 0, in the database a > 1');
});
