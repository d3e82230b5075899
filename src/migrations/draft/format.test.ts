import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatted, Formatter } from './format.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'keelson-format-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const CODE = "export const a = { b: 'c' };\n";
const file = (): string => path.join(folder, 'migrations', '1_a.ts');

/** A project with the prettier that we have, or with another program of that name. */
function project(files: Readonly<Record<string, string>>, program?: string): void {
  const modules = path.join(folder, 'node_modules');
  mkdirSync(modules);
  if (program === undefined)
    symlinkSync(path.dirname(require.resolve('prettier')), path.join(modules, 'prettier'));
  else {
    mkdirSync(path.join(modules, 'prettier'));
    writeFileSync(path.join(modules, 'prettier', 'package.json'), '{ "bin": "./bin.js" }');
    writeFileSync(path.join(modules, 'prettier', 'bin.js'), program);
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

test('as it is where the project has no prettier', async () => {
  expect(await formatted(CODE, file())).toBe(CODE);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['a file of JSON', { '.prettierrc': '{ "semi": false, "singleQuote": true }' }],
  [
    'a module that can only be imported',
    {
      'prettier.config.mjs':
        'const semi = await Promise.resolve(false);\nexport default { semi, singleQuote: true };',
    },
  ],
])('by the configuration of the project: %s', async (_, files) => {
  project(files);
  expect(await formatted(CODE, file())).toBe("export const a = { b: 'c' }\n");
});

test('a prettier that cannot do it says why', async () => {
  project({}, `process.stderr.write('no such parser'); process.exitCode = 2;`);
  await expect(formatted(CODE, file())).rejects.toMatchObject({
    code: 'draft/not-formatted',
    what: expect.stringContaining('no such parser') as string,
  });
});

test('a configuration that is wrong is told', async () => {
  project({ '.prettierrc': '{ "semi": ' });
  await expect(formatted(CODE, file())).rejects.toMatchObject({ code: 'draft/not-formatted' });
});

/** One that says who it is, and waits for what it is to format. */
const WAITS = `require('node:fs').writeFileSync(process.argv[3] + '.pid', process.pid + '\\n'); process.stdin.resume();`;

test('one that was begun and is not needed ends', async () => {
  project({}, WAITS);
  mkdirSync(path.dirname(file()));
  const pid = await begun();
  await expect(
    (async () => {
      for (;;) {
        process.kill(pid, 0);
        await sleep(20);
      }
    })(),
  ).rejects.toMatchObject({ code: 'ESRCH' });
});

async function begun(): Promise<number> {
  using formatter = new Formatter(file());
  const note = `${formatter.file}.pid`;
  for (;;) {
    const said = existsSync(note) ? readFileSync(note, 'utf8') : '';
    if (said.endsWith('\n')) return Number(said);
    await sleep(20);
  }
}

test('one that failed before there was a text says why', async () => {
  project({}, `process.stderr.write('no such parser'); process.exitCode = 2;`);
  using formatter = new Formatter(file());
  await sleep(500);
  await expect(formatter.format(CODE)).rejects.toMatchObject({
    what: expect.stringContaining('no such parser') as string,
  });
});
