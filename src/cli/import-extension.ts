import { existsSync, readFileSync } from 'node:fs';

/** What stands behind a file's name in an import. */
export type ImportExtension = '' | '.js' | '.ts';

/** How the imports of a project end, as far as its configuration says what its compiler and Node take. */
export function importExtension(): ImportExtension {
  const compiler = withoutComments(textOf('tsconfig.json'));
  if (/"(?:allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(compiler))
    return '.ts';
  if (/"moduleResolution"\s*:\s*"bundler"/i.test(compiler)) return '';
  const isModule = /"type"\s*:\s*"module"/.test(textOf('package.json'));
  return isModule || /"module(?:Resolution)?"\s*:\s*"node(?:16|18|20|next)"/i.test(compiler) ? '.js' : '';
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/\/\*[^*]*\*\//g, '');
}
