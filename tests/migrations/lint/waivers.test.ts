import { describeFinding } from '../../../src/migrations/lint/finding.ts';
import type { Finding } from '../../../src/migrations/lint/finding.ts';
import { lint } from '../../../src/migrations/lint/lint.ts';
import { waiversOf } from '../../../src/migrations/lint/waivers.ts';
import { lintSceneForFile } from '../lint-scene.ts';
import { migrationsIn } from './safe-form.ts';
import { BASE } from './scenario.ts';

const scene = lintSceneForFile(BASE);

async function linted(waivers: unknown): Promise<readonly Finding[]> {
  const ran = await scene.run({
    up: async (knex) => {
      await knex.raw('create index users_n on app.users (n)');
      await knex.raw('create index posts_n on app.posts (n)');
    },
  });
  return lint({ name: '1_it', ...ran, waivers: waiversOf({ waivers }) });
}

test('a finding that is waived stays, with the reason', async () => {
  const found = await linted({
    'index-blocks-writes': ' forty rows ',
    'lock-held-while-working': 'it is short',
  });
  expect(found.map(({ rule, waived }) => [rule, waived])).toEqual([
    ['index-blocks-writes', 'forty rows'],
    ['index-blocks-writes', 'forty rows'],
    ['lock-held-while-working', 'it is short'],
  ]);
});

test('without waivers nothing is waived', async () => {
  for (const none of [undefined, null, {}, 'index-blocks-writes']) {
    const found = await linted(none);
    expect(found.map(({ rule }) => rule)).toEqual([
      'index-blocks-writes',
      'index-blocks-writes',
      'lock-held-while-working',
    ]);
    expect(found.every(({ waived }) => waived === undefined)).toBe(true);
  }
});

test.each([
  [{ 'index-block-writes': 'few rows' }, 'waiver-unknown-rule', /index-blocks-writes/],
  [{ 'index-blocks-writes': '  ' }, 'waiver-without-reason', /export const waivers/],
  [{ 'index-blocks-writes': true }, 'waiver-without-reason', /export const waivers/],
  [{ 'json-column': 'the text matters' }, 'waiver-unneeded', /take it out/],
])('a waiver that is none is a finding: %j', async (waivers, rule, fix) => {
  const found = await linted(waivers);
  const wrong = found.filter((one) => one.rule.startsWith('waiver-'));
  expect(wrong).toMatchObject([
    { rule, docs: `docs/lint/${rule}.md`, fix: expect.stringMatching(fix) as string },
  ]);
  expect(found.filter((one) => one.waived !== undefined)).toEqual([]);
});

test('a waiver cannot waive what is said of waivers', async () => {
  const found = await linted({ 'waiver-unneeded': 'I know' });
  expect(found.map(({ rule }) => rule)).toContain('waiver-unknown-rule');
});

test('a finding in words has the three parts, the statement, the reason and the page', async () => {
  const [finding] = await linted({ 'index-blocks-writes': 'forty rows' });
  if (finding === undefined) throw new Error('nothing was found');
  expect(describeFinding(finding).split('\n')).toEqual([
    '1_it: the index app.users_n is built while nobody can write app.users',
    '  create index users_n on app.users (n)',
    'all that writes app.users (about 1,500 rows here) waits until the index is built',
    'waived: forty rows',
    'fix:',
    '  // the index, while others read and write',
    '  export const config = { transaction: false };',
    '  export async function up(knex) {',
    `    await knex.raw('CREATE INDEX CONCURRENTLY users_n ON app.users USING btree (n)');`,
    '  }',
    '[index-blocks-writes] docs/lint/index-blocks-writes.md',
  ]);
});

test('the batches of an update take its values as the builder gave them', async () => {
  const ran = await scene.run({
    up: async (knex) => {
      await knex('app.users').update({ n: 7, note: `it's "so?"` });
    },
  });
  const finding = lint({ name: '1_it', ...ran }).find(({ rule }) => rule === 'backfill-locks-rows');
  const [step] = migrationsIn(finding?.fix ?? '');
  if (step === undefined) throw new Error('no safe form');
  const again = await scene.run(step);
  expect(again.error).toBeUndefined();
  expect(again.statements.map(({ sql }) => /\((\d+),0\).*\((\d+),0\)/.exec(sql)?.slice(1))).toEqual([
    undefined,
    ['0', '40'],
  ]);
  expect(lint({ name: '1_it', ...again })).toEqual([]);
  const { rows } = await scene.here().client.query('select distinct n, note from app.users');
  expect(rows).toEqual([{ n: 7, note: `it's "so?"` }]);
});

test('an update that is made of what was there is not repeated for ever', async () => {
  const ran = await scene.run({
    up: async (knex) => {
      await knex.raw('update app.users set n = n + 1');
    },
  });
  const finding = lint({ name: '1_it', ...ran }).find(({ rule }) => rule === 'backfill-locks-rows');
  expect(migrationsIn(finding?.fix ?? '')).toEqual([]);
  expect(finding?.fix).toContain('goes through the key of app.users');
});
