import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lint, RULE_IDS } from '../../../src/migrations/lint/lint.ts';
import { RULES } from '../../../src/migrations/lint/registry.ts';
import { WAIVER_RULES } from '../../../src/migrations/lint/waivers.ts';
import { lintSceneForFile } from '../lint-scene.ts';
import { measured, shownFix } from './page.ts';
import { BASE } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const DOCS = path.resolve('docs/lint');
const scene = lintSceneForFile(BASE);

function page(name: string): string {
  return readFileSync(path.join(DOCS, `${name}.md`), 'utf8');
}

/** Prettier breaks lines of code where they are long, and puts commas at their ends. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, '').replaceAll(',)', ')');
}

function rows(heading: string): readonly (readonly string[])[] {
  const section =
    page('README')
      .split(/^#{2,3} /m)
      .find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

test('each rule has a page, each page a rule, and the list names them all', () => {
  const pages = readdirSync(DOCS).filter((file) => file !== 'README.md');
  const ids = [...RULE_IDS].sort();
  expect(pages.map((file) => file.replace(/\.md$/, '')).sort()).toEqual(ids);
  expect(
    rows('The rules')
      .map(([, id = '']) => /^\[([a-z-]+)\]\(\1\.md\)$/.exec(id)?.[1])
      .sort(),
  ).toEqual(ids);
  for (const { id, title } of [...RULES, ...WAIVER_RULES]) {
    expect(page(id).startsWith(`# ${id}\n\n${title}.\n`)).toBe(true);
    expect(rows('The rules').find(([, link]) => link === `[${id}](${id}.md)`)?.[2]).toBe(title);
  }
});

test.each([
  ['strong_migrations', 35],
  ['squawk', 40],
  ['eugene', 15],
  ['online_migrations', 9],
  ['Atlas', 10],
])('every rule of %s has one of ours, or a reason why not', (linter, count) => {
  const theirs = rows(linter);
  expect(new Set(theirs.map(([, id]) => id)).size).toBe(count);
  for (const [, id, ours = ''] of theirs) {
    const links = [...ours.matchAll(/\[([a-z-]+)\]\(\1\.md\)/g)].map(([, link = '']) => link);
    expect({ id, unknown: links.filter((link) => !RULE_IDS.has(link)) }).toEqual({ id, unknown: [] });
    expect(links.length > 0 || /^none: .{8}/.test(ours)).toBe(true);
  }
});

test.each(SCENARIOS)(
  'what the page of $rule says was measured, and its code is what the rule proposes',
  async (scenario) => {
    const { rule, setup = '', transaction = true, raw } = scenario;
    const [first = []] = raw;
    const ran = await scene.run({
      setup,
      transaction,
      up: async (knex) => {
        for (const sql of first) await knex.raw(sql);
      },
    });
    const finding = lint({ name: '1_it', ...ran }).find((one) => one.rule === rule);
    const statement = ran.statements.find(({ sql }) => sql === finding?.statement);
    if (finding === undefined || statement === undefined) throw new Error('nothing was found');
    const text = page(rule);
    expect(text).toContain(`${first.join(';\n')};`);
    expect(text).toContain(measured(statement));
    expect(plain(text)).toContain(plain(shownFix(finding) ?? ''));
  },
);
