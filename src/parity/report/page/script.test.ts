import path from 'node:path';
import ts from 'typescript';
import { SCRIPT } from './script.ts';

/** Where the script would stand if it were a file, so that its types are found. */
const FILE = path.join(__dirname, 'script-as-file.js');

function mistakesIn(script: string): string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    skipLibCheck: true,
  };
  const plain = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...plain,
    fileExists: (file) => path.normalize(file) === FILE || plain.fileExists(file),
    getSourceFile: (file, ...rest) =>
      path.normalize(file) === FILE
        ? ts.createSourceFile(file, script, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS)
        : plain.getSourceFile(file, ...rest),
  };
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  const mistakes = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return mistakes.map(({ messageText, file, start }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line;
    return `${script.split('\n')[line] ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

test('the compiler has nothing against the script of the page', () => {
  expect(mistakesIn(SCRIPT)).toEqual([]);
});

test('it would have, if the script asked the data for what it does not hold', () => {
  const wrong = SCRIPT.replace('item.undecided > 0', 'item.undecidable > 0');
  expect(wrong).not.toBe(SCRIPT);
  expect(mistakesIn(wrong)).toEqual([
    expect.stringContaining("'undecidable' does not exist on type 'PageItem'"),
  ]);
});

test('nothing in the script ends the element that it stands in', () => {
  expect(SCRIPT).not.toMatch(/<\/script|<!--|<script/i);
});
