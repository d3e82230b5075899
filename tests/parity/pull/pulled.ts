import path from 'node:path';
import * as drizzle from 'drizzle-orm';
import * as core from 'drizzle-orm/pg-core';
import ts from 'typescript';
import type { PulledFile } from '../../../src/parity/index.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noUnusedLocals: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** Runs a pulled schema as it would be in a project: what its index exports. */
export function evaluate(files: readonly PulledFile[]): Readonly<Record<string, unknown>> {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const modules = new Map<string, Record<string, unknown>>();
  const load = (name: string): Record<string, unknown> => {
    const known = modules.get(name);
    if (known !== undefined) return known;
    const text = texts.get(name);
    if (text === undefined) throw new Error(`no file ${name} was pulled`);
    const exported: Record<string, unknown> = {};
    modules.set(name, exported);
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS },
    });
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const run = new Function('exports', 'require', outputText) as (
      own: object,
      require: (specifier: string) => unknown,
    ) => void;
    run(exported, (specifier) => {
      if (specifier === 'drizzle-orm') return drizzle;
      if (specifier === 'drizzle-orm/pg-core') return core;
      return load(`${path.posix.join(path.posix.dirname(name), specifier)}.ts`);
    });
    return exported;
  };
  return load('index.ts');
}

/** What the compiler says of pulled schemas, by name, and of what uses them. */
export function compile(schemas: ReadonlyMap<string, readonly PulledFile[]>): readonly string[] {
  const texts = new Map(
    [...schemas].flatMap(([name, files]) =>
      files.map((file): [string, string] => [path.join(__dirname, 'compiled', name, file.path), file.text]),
    ),
  );
  const folders = new Set([...texts.keys()].map((file) => path.dirname(file)));
  const host = ts.createCompilerHost(OPTIONS);
  const [exists, read, hasFolder] = [
    host.fileExists.bind(host),
    host.readFile.bind(host),
    host.directoryExists?.bind(host),
  ];
  host.fileExists = (name) => texts.has(name) || exists(name);
  host.readFile = (name) => texts.get(name) ?? read(name);
  host.directoryExists = (name) => folders.has(name) || (hasFolder?.(name) ?? false);
  const program = ts.createProgram([...texts.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const at =
      file === undefined
        ? ''
        : `${path.relative(__dirname, file.fileName)}:${file.getLineAndCharacterOfPosition(start ?? 0).line + 1}`;
    return `${at} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
