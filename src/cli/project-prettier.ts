import { createRequire } from 'node:module';
import path from 'node:path';
import { Problem } from '../problem.ts';

/** What is taken from prettier, in any version of it. */
interface Prettier {
  resolveConfig(file: string, options: { readonly editorconfig: boolean }): Promise<object | null>;
  format(text: string, options: object): Promise<string> | string;
}

/** Formats a file as its project does; undefined where the project has no prettier. */
export function projectPrettier(): ((file: string, text: string) => Promise<string>) | undefined {
  const requireThere = createRequire(path.resolve('package.json'));
  let found: string;
  try {
    found = requireThere.resolve('prettier');
  } catch {
    return undefined;
  }
  const prettier = requireThere(found) as Prettier;
  return async (file, text) => {
    const filepath = path.resolve(file);
    try {
      const config = await prettier.resolveConfig(filepath, { editorconfig: true });
      return await prettier.format(text, { ...config, filepath });
    } catch (cause) {
      throw new Problem({
        code: 'cli/pull-prettier',
        what: `the project's prettier fails: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)}`,
        why: 'what is pulled is formatted as the project is',
        fix: 'correct its configuration, or leave it out: --no-prettier',
        cause,
      });
    }
  };
}
