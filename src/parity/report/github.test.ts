import {
  differenceOf,
  EMAIL,
  HOSTILE,
  locations,
  NOT_NULL,
  undecidedOf,
  verdictOf,
} from '../../../tests/parity/verdicts.ts';
import { githubReport } from './github.ts';

test('a difference is an error at its line, and what is undecided a warning', () => {
  const verdict = verdictOf({
    differences: [
      NOT_NULL,
      differenceOf(['index', 'auth', 'users', 'a'], 'missing', {
        declared: 'a',
        message: 'index a: not there',
      }),
    ],
    undecided: [undecidedOf(EMAIL, 'default', { declared: 'default 1', live: 'default 2' })],
  });
  expect(githubReport(verdict, { locations }).split('\n')).toEqual([
    '::error file=src/schema/users.ts,line=12,col=5,title=column/nullable::' +
      'auth.users.email: declared not null, in the database nullable%0Adeclared: not null%0Alive: nullable' +
      "%0Afix schema: take .notNull() away%0Aor migrate: // Fails where a row has no value: give it one first.%0Aawait knex.schema.withSchema('auth').alterTable('users', (table) => { table.dropNullable('email'); });",
    '::error title=index/missing::index a: not there%0Afix schema: change the schema%0Aor migrate: change the database',
    '::warning title=column/default::auth.users.email: its default could not be compared' +
      '%0Adeclared: default 1%0Alive: default 2%0Ait could not be read',
    'differ: 2 differences, 1 undecided; compared 41 facts of 2 tables, 9 columns in auth',
  ]);
});

test('a verdict that agrees is no command', () => {
  expect(githubReport(verdictOf(), { locations })).toBe('agree: 41 facts of 2 tables, 9 columns in auth');
});

test('no name ends a command, adds a property to it or begins another one', () => {
  const verdict = verdictOf({
    differences: [
      { ...NOT_NULL, message: `100%0A\r\n::stop-commands::x`, code: 'a:b,c=d%' },
      differenceOf(['column', 'a', 'b', HOSTILE], 'type', { declared: HOSTILE, live: HOSTILE }),
    ],
  });
  const lines = githubReport(verdict, {
    locations: () => ({ file: 'a,b:c%.ts', line: 1, column: 2 }),
  }).split('\n');
  expect(lines[0]).toBe(
    '::error file=a%2Cb%3Ac%25.ts,line=1,col=2,title=a%3Ab%2Cc=d%25::100%250A\\r%0A::stop-commands::x' +
      "%0Adeclared: not null%0Alive: nullable%0Afix schema: take .notNull() away%0Aor migrate: // Fails where a row has no value: give it one first.%0Aawait knex.schema.withSchema('auth').alterTable('users', (table) => { table.dropNullable('email'); });",
  );
  expect(lines.map((line) => /^::\w+|^\w+/.exec(line)?.[0])).toEqual(['::error', '::error', 'differ']);
});
