import { firstWord, hasBoundAmongOthers, isControl, isSetting } from './transaction-words.ts';

test.each([
  ['commit', 'commit'],
  ['-- why\n  END;', 'end'],
  ['/* a /* b */ c */ Begin', 'begin'],
  [`'text'`, ''],
])('the first word of %s is %s', (sql, word) => {
  expect(firstWord(sql)).toBe(word);
});

test.each([
  ['commit', false],
  ['begin; commit', true],
  ['delete from t; commit; select 1', true],
  [`prepare transaction 'x'; select 1`, true],
  ['prepare p as select 1; execute p', false],
  ['savepoint a; delete from t; rollback to savepoint a', false],
  [`do $$ begin commit; end $$; select 1`, false],
  [`select 'a; commit'; select 1`, false],
  [
    'create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 1',
    false,
  ],
  ['create function f() returns int begin atomic select 1; end; commit', true],
])('whether a transaction begins or ends within %s: %s', (sql, expected) => {
  expect(hasBoundAmongOthers(sql)).toBe(expected);
});

test('what only bounds or sets is told from what does something', () => {
  expect(['savepoint a', 'set local role x', 'release a;'].map(isControl)).toEqual([true, true, true]);
  expect(['set x = 1; drop table t', 'drop table t'].map(isControl)).toEqual([false, false]);
  expect(['set role x', 'reset role; set a = 1', 'begin', 'set a = 1; select 1'].map(isSetting)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
