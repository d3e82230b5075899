import { acceptDifferences } from './accept.ts';
import type { Difference, Verdict } from './verdict.ts';

const difference = (code: string, object: string): Difference => ({
  code,
  kind: code.split('/')[0] ?? '',
  identity: { kind: 'index', schema: 'auth', parent: 'users', name: 'x' },
  object,
  group: null,
  attribute: code.split('/')[1] ?? '',
  declared: undefined,
  live: undefined,
  message: '',
  fix: { schema: '', migration: '' },
  origin: undefined,
});

function verdict(...differences: readonly Difference[]): Verdict {
  return {
    agrees: differences.length === 0,
    differences,
    undecided: [],
    unmanaged: [],
    accepted: [],
    compared: { schemas: ['auth'], objects: {}, facts: 0, roundTrips: 0 },
    objects: [],
  };
}

const found = difference('index/undeclared', 'auth.users.users_old_idx');

test('what is accepted is no difference any more', () => {
  const entry = { code: found.code, object: found.object, reason: 'dropped later' };
  expect(acceptDifferences(verdict(found), [entry])).toMatchObject({
    agrees: true,
    differences: [],
    accepted: [entry],
  });
});

test.each([
  ['the table is left out', 'index/undeclared', 'auth.users_old_idx', true],
  ['another code', 'index/columns', 'auth.users.users_old_idx', true],
  ['in other letters', 'index/undeclared', 'auth.users.USERS_old_idx', true],
  ['another object', 'index/undeclared', 'auth.users.users_new_idx', false],
  ['another namespace', 'index/undeclared', 'shop.users.users_old_idx', false],
])('an entry that nothing answers to names what is near: %s', (_, code, object, isNear) => {
  const { differences, agrees } = acceptDifferences(verdict(found), [{ code, object, reason: 'r' }]);
  expect(agrees).toBe(false);
  const stale = differences.find((one) => one.code === 'accepted/stale');
  expect(stale?.message).toBe(`${object}: [${code}] is accepted (r), but there is no such difference`);
  expect(stale?.fix.schema.includes('{"code":"index/undeclared","object":"auth.users.users_old_idx"}')).toBe(
    isNear,
  );
});
