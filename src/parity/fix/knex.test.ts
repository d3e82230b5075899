import Knex from 'knex';
import { sqlTokens } from '../declared/sql-tokens.ts';
import { alterTable, fixText, isPlain, remark, tableCall } from './knex.ts';
import type { Piece } from './builder/piece.ts';

/** As it is, in other words than a person's too. */
function raw(statements: readonly string[]): string {
  return fixText(statements.map((statement): Piece => ({ kind: 'raw', statement })));
}

/** What Knex sends for a line of ours. */
function sent(code: string): readonly string[] {
  const knex = Knex({ client: 'pg' });
  const statements: string[] = [];
  const spy = {
    raw: (text: string) => statements.push(knex.raw(text).toSQL().toNative().sql),
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('knex', code.replaceAll('await ', '')) as (given: typeof spy) => void;
  run(spy);
  return statements;
}

test.each([
  'select 1',
  `select 'it''s'`,
  `select "a", 'b'`,
  `select "it's", \`x\``,
  'select 1\n-- two lines\n',
  `select 'two\nlines', "a\n  name"\n   from (\n values (1)) x`,
  'select doc ? 1 ?| array[2]',
  String.raw`select E'\\n \t', '${'${x}'}'`,
  'select \u2028 \u202e \u0007 \r\n tab\t',
])('Knex sends the statement as it is: %j', (statement) => {
  const words = sqlTokens(statement).map(({ text }) => text);
  const [one = '', ...others] = sent(raw([statement, statement]));
  expect(others).toEqual([one]);
  expect(sqlTokens(one).map(({ text }) => text)).toEqual(words);
});

test('a backslash before a question mark, which Knex would take away, is put together by Postgres', () => {
  const [statement] = sent(raw([String.raw`select 'a\?' || 'QUESTION_MARK' || '?'`]));
  expect(statement).not.toContain('?');
  expect(statement).toMatch(/^DO .*QUESTION_MARK_.*chr\(63\)/);
});

test.each(['a.b', 'a as b', 'a[1]', '*', 'a"b', 'a?', 'ä', '', ' a', '1a', null, undefined])(
  'the builder is not told of %j',
  (name) => {
    expect(isPlain('users', name)).toBe(false);
  },
);

test('a change is one line, several are a block', () => {
  const change = tableCall('dropNullable', "'email'");
  expect(fixText(alterTable({ schema: 'auth', name: 'users' }, [change]))).toBe(
    `await knex.schema.withSchema('auth').alterTable('users', (table) => { table.dropNullable('email'); });`,
  );
  expect(fixText(alterTable({ schema: 'auth', name: 'users' }, [change, change])).split('\n')).toHaveLength(
    4,
  );
});

test('no name ends the line of a remark', () => {
  expect(fixText(remark('a\nprocess.exit()', 'b\u2028c'))).toBe('// a process.exit()\n// b c');
});
