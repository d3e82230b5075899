import { createHash } from 'node:crypto';
import {
  differenceOf,
  EMAIL,
  EMAIL_ORIGIN,
  HOSTILE,
  locations,
  NOT_NULL,
  objectOf,
  undecidedOf,
  verdictOf,
} from '../../../tests/parity/verdicts.ts';
import type { Verdict } from '../verdict.ts';
import { htmlReport } from './html.ts';
import type { PageData } from './page/data.ts';

function dataOf(verdict: Verdict): PageData {
  const page = htmlReport(verdict, { locations });
  return JSON.parse(/id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '') as PageData;
}

const TEAMS = { schema: 'auth', name: 'teams', columns: ['id'] };
const VERDICT = verdictOf({
  objects: [
    objectOf(['role', null, null, 'app']),
    objectOf(['table', 'auth', null, 'users'], { origin: EMAIL_ORIGIN }),
    objectOf(EMAIL, {
      type: 'character varying(5)',
      facts: {
        type: { declared: 'type varchar(5)', live: 'type varchar(5)' },
        nullable: { declared: 'not null', live: 'nullable' },
        default: { live: 'default 1' },
      },
    }),
    objectOf(['column', 'auth', 'users', 'team_id'], {
      type: 'timestamp(3) with time zone',
      inDatabase: false,
    }),
    objectOf(['primary key', 'auth', 'users', 'users_pkey'], { columns: ['email'] }),
    objectOf(['foreign key', 'auth', 'users', 'users_team_fk'], { columns: ['team_id'], references: TEAMS }),
    objectOf(['table', 'auth', null, 'teams'], { inSchema: false }),
    objectOf(['column', 'auth', 'teams', 'id'], { type: 'text' }),
    objectOf(['view', 'auth', null, 'lone']),
  ],
  differences: [NOT_NULL, differenceOf(['foreign key', 'auth', 'users', 'users_team_fk'], 'on-delete')],
  undecided: [undecidedOf(EMAIL, 'default', { declared: 'default 1', reason: 'no <reason>' })],
  unmanaged: [{ kind: 'trigger', object: 'auth.users.touch' }],
  accepted: [{ code: 'a/b', object: 'auth.x', reason: 'known' }],
});

test('the page tells all findings before any script runs', () => {
  const page = htmlReport(VERDICT, { locations, title: 'app & co' });
  expect(page).toContain('<title>app &amp; co: differ</title>');
  expect(page).toContain('2 differences · 1 undecided · 1 accepted · 1 not judged');
  expect(page).toContain(
    '<article class="finding differs"><p class="message">auth.users.email: declared not null, in the database nullable</p>' +
      '<dl><dt>declared</dt><dd class="declared"><span class="text">not null</span></dd>' +
      '<dt>live</dt><dd class="live"><span class="text">nullable</span></dd>' +
      '<dt>fix schema</dt><dd class="fix"><span class="text">take .notNull() away</span> <span class="place">src/schema/users.ts:12:5</span></dd>' +
      `<dt>or migrate</dt><dd class="or"><span class="text">// Fails where a row has no value: give it one first.
await knex.schema.withSchema(&#39;auth&#39;).alterTable(&#39;users&#39;, (table) =&gt; { table.dropNullable(&#39;email&#39;); });</span></dd></dl>` +
      '<p class="code">column/nullable</p></article>',
  );
  expect(page).toContain('<p class="message">auth.users.email: its default could not be compared</p>');
  expect(page).toContain('no &lt;reason&gt;');
  expect(page).toContain('<b>trigger</b> auth.users.touch');
  expect(page).toContain('<b>a/b</b> auth.x: known');
  expect(page).toContain('Compared 41 facts of 2 tables, 9 columns in auth.');
});

test.each([
  ['agree', {}],
  ['could not tell', { undecided: [undecidedOf(EMAIL, 'type')] }],
])('its head says: %s', (outcome, parts) => {
  expect(htmlReport(verdictOf(parts), { locations })).toContain(`<title>Verdict: ${outcome}</title>`);
});

test('the page may run its own script and style, and load nothing', () => {
  const page = htmlReport(VERDICT, { locations });
  const hashes = [...page.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)].map(
    ([, name = '', text = '']) =>
      `${name}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  expect(hashes).toHaveLength(2);
  for (const hash of hashes) expect(page).toContain(hash);
  expect(page).toContain(`content="default-src 'none';`);
  expect(page).not.toMatch(/\b(?:src|href)=|@import|url\((?!#)|\son\w+=|\sstyle=/i);
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
});

test('tables become boxes with their columns, keys and marks, and foreign keys lines between them', () => {
  const { items, edges, all, focus } = dataOf(VERDICT);
  expect(
    items.map(({ name, kind, side, differences, undecided, box }) => [
      name,
      kind,
      side,
      differences,
      undecided,
      box !== null,
    ]),
  ).toEqual([
    ['auth.users', 'table', 'both', 2, 1, true],
    ['auth.teams', 'table', 'database', 0, 0, true],
    ['auth.lone', 'view', 'both', 0, 0, true],
    ['app', 'role', 'both', 0, 0, false],
  ]);
  expect(items[0]?.place).toBe('src/schema/users.ts:12:5');
  expect(items[0]?.codes).toEqual(['column/nullable', 'column/default', 'foreign-key/on-delete']);
  expect(items[0]?.box?.rows).toEqual([
    { name: 'email', type: 'varchar(5)', mark: 'differs', side: 'both', isPrimary: true, isForeign: false },
    { name: 'team_id', type: 'timestamptz(3)', mark: '', side: 'schema', isPrimary: false, isForeign: true },
  ]);
  expect(items[0]?.objects.find(({ name }) => name === 'email')?.facts).toEqual([
    ['type varchar(5)', null, ''],
    ['not null', 'nullable', 'differs'],
    ['', 'default 1', 'undecided'],
  ]);
  expect(items[0]?.objects.map(({ name, detail }) => [name, detail])).toEqual([
    ['users', ''],
    ['email', 'character varying(5)'],
    ['team_id', 'timestamp(3) with time zone'],
    ['users_pkey', '(email)'],
    ['users_team_fk', '(team_id) → auth.teams (id)'],
  ]);
  expect(edges).toEqual([
    { name: 'users_team_fk', from: 0, fromRow: 1, to: 1, toRow: 0, mark: 'differs', side: 'both' },
  ]);
  expect(all.corners.map((corner) => corner !== null)).toEqual([true, true, true, false]);
  expect(focus?.corners.map((corner) => corner !== null)).toEqual([true, true, false, false]);
});

test('what differs is on both sides of its object even where it is not told of every object', () => {
  const verdict = verdictOf({
    objects: [
      objectOf(EMAIL, { type: 'text', facts: { nullable: { declared: 'not null', live: 'not null' } } }),
    ],
    differences: [
      differenceOf(EMAIL, 'type', { declared: 'type text', live: 'type citext' }),
      differenceOf(EMAIL, 'missing', { declared: 'email' }),
    ],
  });
  expect(dataOf(verdict).items[0]?.objects[0]?.facts).toEqual([
    ['not null', null, ''],
    ['type text', 'type citext', 'differs'],
  ]);
});

test('there is nothing to narrow where all or no tables have findings', () => {
  expect(dataOf(verdictOf({ objects: VERDICT.objects })).focus).toBeNull();
  expect(
    dataOf(verdictOf({ objects: VERDICT.objects.slice(1, 3), differences: [NOT_NULL] })).focus,
  ).toBeNull();
});

test('a finding of an object that is not listed has its table, with a box', () => {
  const { items } = dataOf(verdictOf({ differences: [NOT_NULL] }));
  expect(items.map(({ name, differences, box }) => [name, differences, box?.rows.length])).toEqual([
    ['auth.users', 1, 1],
  ]);
});

test('a wide table shows the columns that matter, in their order, and how many are left out', () => {
  const columns = Array.from({ length: 60 }, (_none, index) => `c${index}`);
  const { items } = dataOf(
    verdictOf({
      objects: [
        ...columns.map((name) => objectOf(['column', 'a', 't', name])),
        objectOf(['primary key', 'a', 't', 'pk'], { columns: ['c50'] }),
      ],
      differences: [differenceOf(['column', 'a', 't', 'c40'], 'type')],
    }),
  );
  const box = items[0]?.box;
  expect(box?.rows.map(({ name }) => name)).toEqual([...columns.slice(0, 18), 'c40', 'c50']);
  expect(box?.more).toBe(40);
});

test('texts that are too long for a box are cut, and are whole elsewhere', () => {
  const long = 'a_very_long_name_that_goes_on_and_on_without_any_end_in_sight';
  const { items } = dataOf(
    verdictOf({
      objects: [objectOf(['table', 'a', null, long]), objectOf(['column', 'a', long, long], { type: long })],
    }),
  );
  const [item] = items;
  expect(item?.name).toBe(`a.${long}`);
  expect(item?.objects[1]?.name).toBe(long);
  expect(item?.box?.title).toMatch(/^a\.a_very_.*…$/);
  expect(item?.box?.rows[0]?.name).toMatch(/^a_very_l.*…$/);
  expect(item?.box?.rows[0]?.type).toBe('a_very_long_name_that…');
  expect(item?.box?.far.lines.join('')).toBe(long);
});

test('no name becomes markup, in the page or in its data', () => {
  const names = ['column', HOSTILE, HOSTILE, HOSTILE] as const;
  const page = htmlReport(
    verdictOf({
      objects: [
        objectOf(['table', HOSTILE, null, HOSTILE]),
        objectOf(names, { type: HOSTILE, facts: { a: { declared: HOSTILE } } }),
      ],
      differences: [
        differenceOf(names, 'type', { message: HOSTILE, declared: HOSTILE, live: HOSTILE, code: HOSTILE }),
      ],
      undecided: [undecidedOf(names, 'x', { reason: HOSTILE })],
      unmanaged: [{ kind: HOSTILE, object: HOSTILE }],
      accepted: [{ code: HOSTILE, object: HOSTILE, reason: HOSTILE }],
      compared: { schemas: [HOSTILE], objects: { [HOSTILE]: 1 }, facts: 1, roundTrips: 1 },
    }),
    { locations: () => ({ file: HOSTILE, line: 1, column: 1 }), title: HOSTILE },
  );
  expect(page.match(/<\/?script/g)).toHaveLength(4);
  expect(page).not.toContain('<!--');
  expect(page).toContain(`&lt;/script&gt;&lt;!--&quot;&#39;&amp;%0A`);
  expect(page).not.toMatch(/[^\n\t\P{Cc}]|\u{202e}/u);
});
