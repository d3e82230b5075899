import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { moduleResolver } from '../load-module.ts';
import type { Resolver } from '../load-module.ts';
import { readModule } from '../parity/locate/module.ts';
import type { Module } from '../parity/locate/module.ts';
import { otherDifferences, undeclaredCode } from '../parity/pull/undeclared.ts';
import type { NamespaceVariable } from '../parity/pull/undeclared.ts';
import { locator } from '../parity/report/index.ts';
import type { Verdict } from '../parity/index.ts';
import { importExtension } from './import-extension.ts';
import { projectPrettier } from './project-prettier.ts';
import { asCalled } from './terminal.ts';

/** The code of what is not declared, for a person to paste, and in a comment what else differs. */
export async function codeToPaste(
  verdict: Verdict,
  files: readonly string[],
  { isPlain, place }: { readonly isPlain: boolean; readonly place: string },
): Promise<string> {
  const resolve = await moduleResolver();
  const code = undeclaredCode(verdict, {
    locations: locator({ entries: files, relativeTo: process.cwd(), resolve }),
    entries: files.map(relativePath),
    namesIn: (file) => {
      const module = moduleOf(file);
      return module && new Set(module.locals.keys());
    },
    namespaceOf: (file, table) => namespaceOf(moduleOf(file), table, resolve),
    extension: importExtension(),
  });
  const others = otherDifferences(verdict, asCalled('npm run db:check'));
  if (code.length === 0)
    return [`nothing to declare: the schema has all that is in ${place}`, ...others].join('\n');
  const format = isPlain ? undefined : projectPrettier();
  const texts = [];
  for (const { file, isNew, text } of code) {
    // Code that goes into an object is none by itself.
    const isWhole = !/^\/\/ into /m.test(text);
    const formatted = format !== undefined && isWhole ? await format(file, text) : text;
    texts.push(`// ${file}${isNew ? ', which is new' : ''}\n${formatted.trimEnd()}`);
  }
  return [...texts, ...(others.length === 0 ? [] : [others.join('\n')])].join('\n\n');
}

function moduleOf(file: string): Module | undefined {
  const place = path.resolve(file);
  return existsSync(place) ? readModule(place, readFileSync(place, 'utf8')) : undefined;
}

/** `auth` of `export const users = auth.table(…)`, and the file that it comes from. */
function namespaceOf(
  module: Module | undefined,
  table: string,
  resolve: Resolver,
): NamespaceVariable | undefined {
  const binding = module?.locals.get(table);
  if (module === undefined || binding === undefined || !('token' in binding) || binding.value === undefined)
    return undefined;
  const [variable, point, method] = module.tokens.list.slice(binding.value.from);
  if (variable?.kind !== 'word' || point?.text !== '.' || method?.text !== 'table') return undefined;
  const own = module.locals.get(variable.text);
  if (own === undefined) return undefined;
  const file = 'token' in own ? module.file : resolve(own.specifier, module.file);
  // An import under another name would have to be written so too.
  const isPlain = 'token' in own || own.name === variable.text;
  return file === undefined || !isPlain ? undefined : { variable: variable.text, file: relativePath(file) };
}

function relativePath(file: string): string {
  return path.relative(process.cwd(), file).replaceAll(path.sep, '/');
}
