import {
  differenceOf,
  EMAIL,
  HOSTILE,
  locations,
  NOT_NULL,
  objectOf,
  undecidedOf,
  verdictOf,
} from '../../../tests/parity/verdicts.ts';
import { junitReport } from './junit.ts';

test('every object is a test case of its table: one that differs fails, one that is undecided is an error', () => {
  const verdict = verdictOf({
    objects: [
      objectOf(['role', null, null, 'app']),
      objectOf(['table', 'auth', null, 'users']),
      objectOf(EMAIL, { origin: { exported: 'users', property: 'email' } }),
      objectOf(['column', 'auth', 'users', 'id']),
      objectOf(['table', 'auth', null, 'teams']),
    ],
    differences: [NOT_NULL],
    undecided: [
      undecidedOf(['column', 'auth', 'users', 'id'], 'default'),
      undecidedOf(EMAIL, 'type', { declared: 'type <a>', live: 'type b' }),
    ],
  });
  expect(junitReport(verdict, { locations })).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="keelson verdict" tests="5" failures="1" errors="1">
  <testsuite name="app" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="app" name="role app"/>
  </testsuite>
  <testsuite name="auth.users" tests="3" failures="1" errors="1" skipped="0">
    <testcase classname="auth.users" name="table users"/>
    <testcase classname="auth.users" name="column email" file="src/schema/users.ts" line="12">
      <failure message="auth.users.email: declared not null, in the database nullable (and 1 more)" type="column/nullable">auth.users.email: declared not null, in the database nullable
declared: not null
live: nullable
fix schema: take .notNull() away
or migrate: // Fails where a row has no value: give it one first.
await knex.schema.withSchema('auth').alterTable('users', (table) =&gt; { table.dropNullable('email'); });
[column/nullable]

auth.users.email: its type could not be compared
declared: type &lt;a&gt;
live: type b
it could not be read
[column/type]</failure>
    </testcase>
    <testcase classname="auth.users" name="column id">
      <error message="auth.users.id: its default could not be compared" type="column/default">auth.users.id: its default could not be compared
it could not be read
[column/default]</error>
    </testcase>
  </testsuite>
  <testsuite name="auth.teams" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="auth.teams" name="table teams"/>
  </testsuite>
</testsuites>`,
  );
});

test('the time is that of the whole, and said only where it is known', () => {
  expect(junitReport(verdictOf(), { locations, seconds: 1.23456 })).toContain('errors="0" time="1.235">');
  expect(junitReport(verdictOf(), { locations })).not.toContain('time=');
});

test('a difference of an object that is not listed is not lost', () => {
  const xml = junitReport(verdictOf({ differences: [NOT_NULL] }), { locations });
  expect(xml).toContain('<testsuites name="keelson verdict" tests="1" failures="1" errors="0">');
  expect(xml).toContain('name="column email"');
});

test('objects whose names read alike do not get the findings of each other', () => {
  const verdict = verdictOf({
    objects: [objectOf(['column', 'a', 'b.c', 'd']), objectOf(['column', 'a', 'b', 'c.d'])],
    differences: [differenceOf(['column', 'a', 'b', 'c.d'], 'type')],
  });
  const [, first, second] = junitReport(verdict, { locations }).split('<testcase');
  expect(first).toContain('name="column d"/>');
  expect(second).toContain('name="column c.d">');
});

test('a verdict that found nothing and yet does not agree is not green', () => {
  const xml = junitReport(verdictOf({ agrees: false, objects: [objectOf(EMAIL)] }), { locations });
  expect(xml).toContain('tests="2" failures="0" errors="1"');
  expect(xml).toContain('<error message="could not tell: not all that is declared was compared;');
});

test('characters that XML cannot hold are shown as code, and markup as text', () => {
  const verdict = verdictOf({
    differences: [
      differenceOf(['column', 'a', 'b', HOSTILE], 'type', { message: `${HOSTILE}\u{fffe}\u{d800}\t` }),
    ],
  });
  const xml = junitReport(verdict, { locations });
  const shown = `&lt;/script&gt;&lt;!--&quot;'&amp;%0A::error::\\x1b[31m\\u{202e}]]&gt;\\x00`;
  expect(xml).toContain(`name="column ${shown}&#10;\${x}\`"`);
  expect(xml).toContain(`message="${shown}&#10;\${x}\`\u{fffd}\\u{d800}&#9;"`);
  expect(xml).toContain(`>${shown}\n\${x}\``);
  expect(xml).not.toMatch(/[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
});
