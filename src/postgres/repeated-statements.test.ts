import { RecentNames, RepeatedStatements } from './repeated-statements.ts';

/** What is kept of a text after it was asked so often. */
function asked(
  repeated: RepeatedStatements,
  text: string,
  times: number,
): ReturnType<RepeatedStatements['find']> {
  let found;
  for (let time = 0; time < times; time += 1) found = repeated.find(text);
  return found;
}

test('a text has a name from the fifth time on, which is its own', () => {
  const repeated = new RepeatedStatements();
  expect(asked(repeated, 'select $1', 4)).toBeUndefined();
  const kept = repeated.find('select $1');
  expect(kept?.name).toMatch(/^keelson_[0-9a-f]{40}$/);
  expect(kept?.text).toBe('select $1');
  expect(repeated.find('select $1')).toBe(kept);
  expect(asked(repeated, 'select $2', 5)?.name).not.toBe(kept?.name);
  // Another process says the same, so that what they share at a server is one thing.
  expect(asked(new RepeatedStatements(), 'select $1', 5)).toEqual(kept);
});

test('one that is renewed has another name and another text, once for all who found it stale', () => {
  const repeated = new RepeatedStatements();
  const { name = '' } = asked(repeated, 'select $1', 5) ?? {};
  repeated.renew('select $1', name);
  const renewed = repeated.find('select $1');
  expect(renewed?.name).not.toBe(name);
  expect(renewed?.text).toBe('select $1 /* 2 */');
  repeated.renew('select $1', name);
  expect(repeated.find('select $1')).toBe(renewed);
});

test('texts that are not asked again are forgotten, and very long ones not watched', () => {
  const repeated = new RepeatedStatements();
  asked(repeated, 'first', 4);
  asked(repeated, 'kept', 5);
  for (let n = 0; n < 400; n += 1) repeated.find(`select ${n}`);
  expect(repeated.find('kept')).toBeDefined();
  for (let n = 400; n < 510; n += 1) repeated.find(`select ${n}`);
  expect(repeated.find('first')).toBeUndefined();
  expect(repeated.find('kept')).toBeDefined();
  expect(asked(repeated, 'x'.repeat(10_001), 9)).toBeUndefined();
});

test('one that was kept and had to go comes back under the name it had', () => {
  const repeated = new RepeatedStatements();
  const first = asked(repeated, 'first', 5);
  for (let n = 0; n < 500; n += 1) asked(repeated, `select ${n}`, 5);
  expect(repeated.find('first')).toBeUndefined();
  expect(asked(repeated, 'first', 4)).toEqual(first);
});

test('a connection keeps a hundred of them, those that ran last', () => {
  const here = new RecentNames();
  for (let n = 0; n < 100; n += 1) expect(here.use(`s${n}`)).toBeUndefined();
  expect(here.use('s0')).toBeUndefined();
  expect(here.use('s100')).toBe('s1');
  expect(here.use('s1')).toBe('s2');
});
