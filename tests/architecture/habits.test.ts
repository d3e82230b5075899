import { sourceFiles } from './files.ts';
import type { SourceFile } from './imports.ts';

const FILES = sourceFiles('src', 'knex', 'eslint', 'scripts', 'tests', 'bench', 'examples');
const MOST_LINES = 300;

/** Names that say nothing of what is inside. */
const EMPTY_NAME = /(?:^|[/.-])(?:utils?|helpers?|common|managers?|services?|misc)(?=$|[/.-])/;

function tooLong(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

function emptyNames(files: readonly SourceFile[]): string[] {
  return files.map(({ path }) => path).filter((path) => EMPTY_NAME.test(path));
}

test(`no file has more than ${MOST_LINES} lines`, () => {
  expect(tooLong(FILES)).toEqual([]);
  expect(tooLong([{ path: 'src/long.ts', text: '\n'.repeat(MOST_LINES) + 'x\n' }])).toEqual([
    `src/long.ts has ${MOST_LINES + 1} lines`,
  ]);
});

test('no file or folder is named for nothing', () => {
  expect(emptyNames(FILES)).toEqual([]);
  const wrong = [
    'src/utils/a.ts',
    'src/helper.ts',
    'src/date-utils.ts',
    'src/common/a.ts',
    'src/db.service.ts',
  ];
  expect(emptyNames(wrong.map((path) => ({ path, text: '' })))).toEqual(wrong);
  expect(emptyNames([{ path: 'src/utility-poles.ts', text: '' }])).toEqual([]);
});
