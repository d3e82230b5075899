import path from 'node:path';
import * as drizzle from 'drizzle-orm';
import { drizzle as connected } from 'drizzle-orm/node-postgres';
import * as core from 'drizzle-orm/pg-core';
import type { Client } from 'pg';
import ts from 'typescript';
import { checkParity, pullSchema } from '../../../src/parity/index.ts';
import type { PulledFile, PulledSchema, PullOptions } from '../../../src/parity/index.ts';
import { findings } from '../corpus.ts';

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

/** A client as far as a pulled schema makes it, whose types nobody knows before. */
export interface Queries {
  readonly query: Readonly<
    Record<
      string,
      { findFirst(options: object): Promise<unknown>; findMany(options: object): Promise<unknown> }
    >
  >;
}

/** Pulls, and holds that the verdict is clean. */
export async function pulledFrom(options: PullOptions): Promise<PulledSchema> {
  const schema = await pullSchema(options);
  expect(await verdictOn(schema, options.connection)).toEqual([]);
  return schema;
}

/** What the verdict finds where a pulled schema is compared with a database. */
export async function verdictOn(
  { files, schemas }: Pick<PulledSchema, 'files' | 'schemas'>,
  connection: PullOptions['connection'],
): Promise<readonly string[]> {
  return findings(await checkParity({ schema: evaluate(files), schemas, connection }));
}

/** A client with a pulled schema. */
export function queries(on: Client, files: readonly PulledFile[]): Queries {
  return connected(on, { schema: evaluate(files) });
}

/** The text of one file. */
export function textOf(files: readonly PulledFile[], name: string): string {
  const file = files.find((one) => one.path === name);
  if (file === undefined) throw new Error(`no ${name} among ${files.map((one) => one.path).join(', ')}`);
  return file.text;
}
