import {
  differenceOf,
  EMAIL,
  HOSTILE,
  locations,
  NOT_NULL,
  undecidedOf,
  verdictOf,
} from '../../../tests/parity/verdicts.ts';
import { textReport } from './text.ts';

const plain = { color: false, locations };

test('a verdict that agrees is one line', () => {
  expect(textReport(verdictOf(), plain)).toBe('agree: 41 facts of 2 tables, 9 columns in auth');
});

test('differences stand by table with both sides and both ways to mend, then what is undecided, then the count', () => {
  const verdict = verdictOf({
    differences: [
      NOT_NULL,
      differenceOf(['view', 'auth', null, 'adults'], 'definition', {
        declared: 'as SELECT 1\n  FROM a',
        live: 'as SELECT 2\n  FROM a',
        message: 'view auth.adults: its query differs',
        fix: { schema: 'change the query', migration: 'knex.raw(`…`)' },
      }),
      differenceOf(['index', 'auth', 'users', 'users_email_idx'], 'missing', {
        declared: 'users_email_idx',
        origin: { exported: 'users', property: undefined },
        message: 'index auth.users.users_email_idx: declared, but not in the database',
      }),
      differenceOf(['role', null, null, 'app'], 'missing', { message: 'role app: declared, but not there' }),
    ],
    undecided: [
      undecidedOf(['foreign key', 'auth', 'users', 'users_team_fk'], 'onDelete', {
        declared: 'on delete cascade',
        reason: 'the role may not read it\nGRANT would let it',
      }),
      undecidedOf(EMAIL, 'default', { origin: { exported: 'users', property: 'email' } }),
    ],
    unmanaged: [
      { kind: 'trigger', object: 'auth.users.touch' },
      { kind: 'function', object: 'auth.new_id()' },
      { kind: 'trigger', object: 'auth.teams.touch' },
    ],
    accepted: [{ code: 'column/type', object: 'auth.users.name', reason: 'it will go' }],
  });
  expect(textReport(verdict, plain)).toBe(
    `auth.users

  auth.users.email: declared not null, in the database nullable
    declared    not null
    live        nullable
    fix schema  take .notNull() away
                src/schema/users.ts:12:5
    or migrate  // Fails where a row has no value: give it one first.
                await knex.schema.withSchema('auth').alterTable('users', (table) => { table.dropNullable('email'); });
    [column/nullable]

  index auth.users.users_email_idx: declared, but not in the database
    fix schema  change the schema
                src/schema/users.ts:36:11
    or migrate  change the database
    [index/missing]

auth.adults

  view auth.adults: its query differs
    declared    as SELECT 1
                  FROM a
    live        as SELECT 2
                  FROM a
    fix schema  change the query
    or migrate  knex.raw(\`…\`)
    [view/definition]

beside the tables

  role app: declared, but not there
    fix schema  change the schema
    or migrate  change the database
    [role/missing]

undecided

  auth.users.users_team_fk: its on delete could not be compared
    declared    on delete cascade
    live        (nothing)
    why         the role may not read it
                GRANT would let it
    [foreign-key/onDelete]

  auth.users.email: its default could not be compared
    declared    (nothing)
    live        (nothing)
    why         it could not be read
                src/schema/users.ts:12:5
    [column/default]

not judged, since Drizzle cannot declare them: 2 triggers, 1 function (--verbose lists them)

accepted: 1 entry (--verbose lists them)

differ: 4 differences, 2 undecided, 1 accepted; compared 41 facts of 2 tables, 9 columns in auth`,
  );
});

test('in a replay it is the migrations that the database differs from', () => {
  const one = { declared: 'owner a', live: 'owner b' };
  const difference = {
    ...differenceOf(['table', 'auth', null, 'users'], 'owner', one),
    code: 'replay/table/owner',
  };
  expect(textReport(verdictOf({ differences: [difference] }), plain)).toContain(
    '    migrated    owner a\n    live        owner b\n',
  );
});

test('what is set aside is listed when it is asked for', () => {
  const verdict = verdictOf({
    unmanaged: [
      { kind: 'trigger', object: 'auth.users.touch' },
      { kind: 'function', object: 'auth.new_id()' },
    ],
    accepted: [{ code: 'column/type', object: 'auth.users.name', reason: 'it will go' }],
  });
  expect(textReport(verdict, { ...plain, verbose: true })).toBe(
    `not judged, since Drizzle cannot declare them: 1 trigger, 1 function
  trigger   auth.users.touch
  function  auth.new_id()

accepted: 1 entry
  [column/type]  auth.users.name: it will go

agree, 1 accepted: 41 facts of 2 tables, 9 columns in auth`,
  );
});

test.each([
  [
    'could not tell: 1 undecided; compared 41 facts of 2 tables, 9 columns in auth',
    { undecided: [undecidedOf(EMAIL, 'type')] },
  ],
  [
    'could not tell: not all that is declared was compared; compared 0 facts',
    { agrees: false, compared: { schemas: [], objects: {}, facts: 0, roundTrips: 1 } },
  ],
  [
    'agree: 1 fact of 1 table, 2 policies, 3 indexes, 1 unique constraint, 2 checks in a, b',
    {
      compared: {
        schemas: ['a', 'b'],
        objects: { role: 0, table: 1, policy: 2, index: 3, unique: 1, check: 2 },
        facts: 1,
        roundTrips: 1,
      },
    },
  ],
])('the last line says: %s', (line, parts) => {
  expect(textReport(verdictOf(parts), plain).split('\n').at(-1)).toBe(line);
});

test('colours are written when asked for, and mark where the sides part', () => {
  const verdict = verdictOf({
    differences: [{ ...NOT_NULL, declared: 'default now() + 1', live: 'default now() + 25' }],
  });
  const text = textReport(verdict, { ...plain, color: true });
  expect(text).toContain('default now() + \u{1b}[31m1\u{1b}[39m');
  expect(text).toContain('default now() + \u{1b}[31m25\u{1b}[39m');
  expect(text).toContain('\u{1b}[36msrc/schema/users.ts:12:5\u{1b}[39m');
  expect(
    text
      .split('\u{1b}')
      .map((part) => part.replace(/^\[\d+m/, ''))
      .join(''),
  ).toBe(textReport(verdict, plain));
  expect(textReport(verdict, plain)).not.toContain('\u{1b}');
});

test('no name reaches the terminal with what a terminal obeys', () => {
  const names = ['column', HOSTILE, HOSTILE, HOSTILE] as const;
  const verdict = verdictOf({
    differences: [differenceOf(names, 'type', { declared: HOSTILE, live: 'x', code: HOSTILE })],
    undecided: [undecidedOf(names, 'type', { reason: HOSTILE })],
    unmanaged: [{ kind: 'function', object: HOSTILE }],
    accepted: [{ code: 'a/b', object: HOSTILE, reason: HOSTILE }],
    compared: { schemas: [HOSTILE], objects: {}, facts: 1, roundTrips: 1 },
  });
  const text = textReport(verdict, { ...plain, verbose: true });
  expect(text).toContain('\\x1b[31m\\u{202e}]]>\\x00\\n');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u{202e}]/u);
});
