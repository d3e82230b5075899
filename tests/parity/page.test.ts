import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { failureReport, htmlReport, junitReport } from '../../src/parity/report/index.ts';
import type { Verdict } from '../../src/parity/verdict.ts';
import { Browser, findBrowser } from './browser.ts';
import { Tab } from './tab.ts';
import type { TabOptions } from './tab.ts';
import { largeVerdict, VERDICT } from './page-verdicts.ts';
import { differenceOf, HOSTILE, locations, NOT_NULL, objectOf, verdictOf } from './verdicts.ts';

const PROGRAM = findBrowser();
const SKIPPED = 'skipped: this machine has no Chromium (apt-get install chromium)';
// Jest does not name what it skips.
if (PROGRAM === undefined) process.stderr.write(`tests/parity/page.test.ts ${SKIPPED}\n`);

(PROGRAM === undefined ? describe.skip : describe)('the page in a browser', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'keelson-page-'));
    browser = Browser.start(PROGRAM ?? '');
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  let pages = 0;
  let last: Tab | undefined;
  async function open(
    page: Verdict | string,
    { hash = '', ...options }: TabOptions & { hash?: string } = {},
  ): Promise<Tab> {
    await last?.close();
    pages += 1;
    const file = path.join(folder, `${pages}.html`);
    writeFileSync(file, typeof page === 'string' ? page : htmlReport(page, { locations }));
    last = await Tab.open(browser, pathToFileURL(file).href + hash, options);
    return last;
  }

  test('it opens from a file, asks for nothing else and complains of nothing', async () => {
    const tab = await open(VERDICT);
    expect(await tab.texts('.outcome')).toEqual(['differ']);
    expect(tab.requests).toEqual([expect.stringMatching(/^file:.*\/\d+\.html$/)]);
    expect(tab.complaints).toEqual([]);
  });

  test('the picture shows the tables with their columns, what differs, and the foreign keys', async () => {
    const tab = await open(VERDICT);
    expect(await tab.texts('#boxes .title')).toEqual([
      'auth.users',
      'auth.teams',
      'auth.notes',
      'auth.audit',
    ]);
    expect(await tab.texts('[data-item="0"] .row .name')).toEqual(['id', 'email', 'team_id']);
    expect(await tab.texts('#boxes .row.differs .name')).toEqual(['email']);
    expect(await tab.texts('#boxes .badge-text')).toEqual(['≠1', '?1', '≠1']);
    expect(
      await tab.read(
        '[...document.querySelectorAll(".edge")].map((edge) => edge.getAttribute("class").trim())',
      ),
    ).toEqual(['edge  both', 'edge undecided schema']);
  });

  test('the search finds tables by their names, columns and codes', async () => {
    const tab = await open(VERDICT);
    await tab.click('#search');
    await tab.type('TEAM_ID');
    expect(await tab.texts('#list .name')).toEqual(['auth.users']);
    expect(await tab.texts('#list .hits')).toEqual(['team_id']);
    expect(await tab.texts('#found')).toEqual(['1 of 5']);
    await tab.press('Escape');
    expect(await tab.texts('#list .name')).toHaveLength(5);
    await tab.type('table/undecl');
    expect(await tab.texts('#list .name')).toEqual(['auth.audit']);
    await tab.press('Escape');
    await tab.type('enum');
    expect(await tab.texts('#list .name')).toEqual(['auth.mood']);
    await tab.press('Escape');
    await tab.type('no such thing');
    expect(await tab.texts('#found')).toEqual(['0 of 5']);
  });

  test('a click on a table shows its findings, both sides and both ways to mend; Escape goes back', async () => {
    const tab = await open(VERDICT);
    expect(await tab.texts('.finding .message')).toHaveLength(3);
    await tab.click('#boxes [data-item="0"] .title');
    expect(await tab.texts('#item h2')).toEqual(['auth.users']);
    expect(await tab.texts('#item .tags')).toEqual(['table · 1 difference']);
    expect(await tab.texts('.finding .message')).toEqual([
      'auth.users.email: declared not null, in the database nullable',
    ]);
    expect(await tab.texts('.finding dd')).toEqual([
      'not null',
      'nullable',
      'take .notNull() away src/schema/users.ts:12:5',
      `${NOT_NULL.fix.migration}Copy`,
    ]);
    const email = '#facts tr.differs';
    expect(await tab.texts(`${email} th`)).toEqual(['email ≠text']);
    expect(await tab.texts(`${email} td:nth-of-type(1) .fact`)).toEqual(['type text', 'not null']);
    expect(await tab.texts(`${email} td:nth-of-type(2) .fact`)).toEqual(['type text', 'nullable']);
    expect(await tab.texts(`${email} .fact.differs`)).toEqual(['not null', 'nullable']);
    expect(await tab.texts('#facts .alike')).toEqual(['type textnot null', '', 'on delete cascade']);
    expect(await tab.texts('.neighbours .link')).toEqual(['auth.teams']);
    await tab.click('.neighbours .link');
    expect(await tab.texts('#item h2')).toEqual(['auth.teams']);
    expect(await tab.texts('.finding .message')).toEqual([]);
    await tab.press('Escape');
    expect(await tab.texts('.finding .message')).toHaveLength(3);
    expect(await tab.texts('#item h2')).toEqual([]);
  });

  test('an object that only one side has says so', async () => {
    const tab = await open(VERDICT, { hash: '#auth.audit' });
    expect(await tab.texts('#item .tags')).toEqual(['table · only in the database · 1 difference']);
    expect(await tab.texts('#facts .nothing')).toEqual(['not in the schema', 'not in the schema']);
  });

  test('all of it can be reached by keyboard', async () => {
    const tab = await open(VERDICT);
    await tab.press('/');
    await tab.type('auth.');
    await tab.press('ArrowDown');
    await tab.press('ArrowDown');
    expect(await tab.read('document.activeElement.textContent')).toContain('auth.teams');
    await tab.press('Enter');
    expect(await tab.texts('#item h2')).toEqual(['auth.teams']);
    await tab.press('ArrowUp');
    await tab.press('ArrowUp');
    expect(await tab.read('document.activeElement.id')).toBe('search');
    await tab.press('Enter');
    expect(await tab.texts('#item h2')).toEqual(['auth.users']);
    const before = await tab.view();
    await tab.read('document.getElementById("picture").focus()');
    await tab.press('ArrowRight');
    await tab.press('+');
    const after = await tab.view();
    expect(after.scale).toBeGreaterThan(before.scale);
    expect(after.x).toBeLessThan(before.x);
  });

  test('dragging moves the picture and leaves what is selected; the wheel zooms where the mouse is', async () => {
    const tab = await open(VERDICT);
    await tab.click('#boxes [data-item="1"] .title');
    const before = await tab.view();
    await tab.drag([600, 300], [650, 330]);
    const moved = await tab.view();
    expect([moved.x - before.x, moved.y - before.y]).toEqual([50, 30]);
    expect(await tab.texts('#item h2')).toEqual(['auth.teams']);
    await tab.wheel(600, 300, -300);
    expect((await tab.view()).scale).toBeGreaterThan(before.scale);
    await tab.click('#zoom-fit');
    expect(await tab.view()).toEqual(before);
  });

  test('the address names the table that is shown', async () => {
    const tab = await open(VERDICT, { hash: '#auth.notes' });
    expect(await tab.texts('#item h2')).toEqual(['auth.notes']);
    await tab.click('[data-item="4"]');
    expect(await tab.read('location.hash')).toBe('#auth.mood');
    expect(await tab.texts('#facts td')).toEqual(['values a, b']);
    await tab.read('void (location.hash = "#%E0%A4")');
    expect(await tab.texts('#item h2')).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });

  test('tables with findings and their neighbours can be shown alone', async () => {
    const tab = await open(largeVerdict({ tables: 30, every: 100 }));
    expect(await tab.texts('#list .name')).toHaveLength(30);
    await tab.click('#show-focus');
    const shown = ['app.t0', 'app.t1', 'app.t4', 'app.t5', 'app.t6'];
    expect(await tab.texts('#list .name')).toEqual(shown);
    expect(await tab.texts('#boxes .title')).toEqual(shown);
    await tab.read('void (location.hash = "#app.t9")');
    expect(await tab.texts('#item h2')).toEqual(['app.t9']);
    expect(await tab.texts('#list .name')).toHaveLength(30);
  });

  test('a thousand tables begin with what there is to do, and the picture draws no more than is seen', async () => {
    const tab = await open(largeVerdict({ tables: 1000, every: 200 }));
    expect((await tab.texts('#list .name')).length).toBeLessThan(30);
    await tab.click('#show-all');
    expect(await tab.read('document.querySelectorAll("#boxes .box").length')).toBe(1000);
    // From afar a box is its name: no columns.
    expect(await tab.read('document.querySelectorAll("#boxes .row").length')).toBe(0);
    await tab.click('#search');
    await tab.type('t777');
    await tab.press('Enter');
    expect(await tab.texts('#item h2')).toEqual(['app.t777']);
    const near = await tab.read<number>('document.querySelectorAll("#boxes .box").length');
    expect(near).toBeLessThan(100);
    expect(await tab.texts('.box.selected .row .name')).toContain('column_3');
    expect(tab.complaints).toEqual([]);
  });

  test('without script it shows all findings and no tools that would not work', async () => {
    const tab = await open(VERDICT, { script: false });
    const seen = await tab.visibleText();
    expect(seen).toContain('auth.users.email: declared not null, in the database nullable');
    expect(seen).toContain('it could not be read');
    expect(seen).not.toContain('Fit');
    expect(seen).not.toContain('Search');
  });

  test('names are shown as they are, and run nothing', async () => {
    const attack = `"><img src=x onerror="window.broken=1"><script>window.broken=1</script>${HOSTILE}`;
    const verdict = verdictOf({
      objects: [
        objectOf(['table', attack, null, attack]),
        objectOf(['column', attack, attack, attack], { type: attack }),
      ],
      differences: [
        differenceOf(['column', attack, attack, attack], 'type', {
          message: attack,
          declared: attack,
          live: 'x',
        }),
      ],
    });
    const tab = await open(verdict);
    await tab.click('.entry');
    expect((await tab.texts('#item h2'))[0]).toContain('<script>window.broken=1</script></script>');
    expect((await tab.texts('.finding .message'))[0]).toContain('<img src=x onerror="window.broken=1">');
    expect(await tab.read('typeof window.broken')).toBe('undefined');
    expect(await tab.read('document.images.length')).toBe(0);
    expect(tab.complaints).toEqual([]);
  });

  test('its policy stops whatever else would run in it', async () => {
    const tab = await open(VERDICT);
    await tab.read(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.broken = 1' }))`,
    );
    expect(await tab.read('typeof window.broken')).toBe('undefined');
    expect(tab.complaints.join()).toContain('Content Security Policy');
  });

  test.each([
    ['light', false],
    ['dark', true],
  ])('every text can be read in %s', async (theme, dark) => {
    const tab = await open(VERDICT, { dark });
    expect(await tab.read('document.documentElement.dataset.theme')).toBe(theme);
    expect(await tab.faintTexts()).toEqual([]);
    await tab.click('.entry');
    expect(await tab.faintTexts()).toEqual([]);
    for (let times = 0; times < 8; times += 1) await tab.click('#zoom-out');
    expect(await tab.texts('#boxes .far-title')).toContain('users');
    expect(await tab.faintTexts()).toEqual([]);
    await tab.click('#theme');
    expect(await tab.read('document.documentElement.dataset.theme')).not.toBe(theme);
  });

  test('the code of a migration is shown as code and not broken, and a button copies it', async () => {
    const tab = await open(verdictOf({ differences: [NOT_NULL] }));
    const code = `document.querySelector('.finding .or .text')`;
    expect(await tab.read(`getComputedStyle(${code}).fontFamily`)).toMatch(/mono/i);
    expect(await tab.read(`${code}.scrollWidth > ${code}.clientWidth`)).toBe(true);
    const nextText = await tab.watchText('.copy');
    await tab.click('.copy');
    expect(await nextText()).toMatch(/^(?:Copied|Selected)$/);
    expect(await nextText()).toBe('Copy');
    // A page that may not write to the clipboard selects it, so that a key does the rest.
    await tab.read(`void Object.defineProperty(navigator, 'clipboard', { value: undefined })`);
    await tab.click('.copy');
    expect(await nextText()).toBe('Selected');
    expect(await tab.read('getSelection().toString()')).toBe(NOT_NULL.fix.migration);
    expect(tab.complaints).toEqual([]);
  });

  test('without a verdict there is a page that says so, and asks for nothing either', async () => {
    const tab = await open(failureReport({ code: 'cli/usage', message: 'No <b>', fix: 'call it' }, 'html'));
    expect(await tab.texts('.outcome, .message')).toEqual(['could not tell', 'No <b>']);
    expect([tab.requests.length, tab.complaints, await tab.faintTexts()]).toEqual([1, [], []]);
  });

  test('it fits a narrow screen', async () => {
    const tab = await open(VERDICT, { width: 380, height: 800 });
    expect(await tab.read('document.documentElement.scrollWidth')).toBeLessThanOrEqual(380);
    expect(await tab.texts('.finding .message')).toHaveLength(3);
  });

  test('JUnit for the same verdicts is XML that a parser takes', async () => {
    const tab = await open(VERDICT);
    const hostile = verdictOf({
      differences: [differenceOf(['column', 'a', 'b', HOSTILE], 'type', { message: HOSTILE })],
    });
    for (const verdict of [VERDICT, hostile]) {
      const xml = JSON.stringify(junitReport(verdict, { locations }));
      const parsed = `new DOMParser().parseFromString(${xml}, 'text/xml')`;
      expect(await tab.read(`${parsed}.querySelector('parsererror')?.textContent ?? ''`)).toBe('');
      expect(await tab.read(`${parsed}.querySelectorAll('testcase').length`)).toBeGreaterThan(0);
    }
  });
});
