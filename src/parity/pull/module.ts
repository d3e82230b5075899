import { BUILDERS } from '../fix/drizzle/variables.ts';
import { tokenize } from '../locate/tokens.ts';
import { WIDTH } from './layout.ts';

/** What the names of a file's code come from. */
export interface ImportSources {
  /** The path of each variable's file, without ending. */
  readonly fileOf: ReadonlyMap<string, string>;
  /** What an import has behind a file's name. */
  readonly extension: string;
}

const OF_DRIZZLE = new Set(['sql', 'relations']);
const TYPES = new Set(['AnyPgColumn', 'PgTableExtraConfigValue']);

/** A file of declarations with the imports that they need, each package before our own files. */
export function moduleText(
  path: string,
  declarations: readonly string[],
  { fileOf, extension }: ImportSources,
): string {
  const code = declarations.join('\n\n');
  const words = wordsOf(code);
  const from = new Map<string, string[]>();
  const note = (source: string, word: string): void => {
    from.set(source, [...(from.get(source) ?? []), word]);
  };
  const types: string[] = [];
  for (const word of [...words].sort(byLetters)) {
    const file = fileOf.get(word);
    if (file !== undefined) {
      if (file !== path) note(relative(path, file) + extension, word);
    } else if (OF_DRIZZLE.has(word)) note('drizzle-orm', word);
    else if (TYPES.has(word)) types.push(word);
    else if (BUILDERS.has(word)) note('drizzle-orm/pg-core', word);
  }
  const sources = [...from.keys()].sort(
    (a, b) => Number(a.startsWith('.')) - Number(b.startsWith('.')) || byLetters(a, b),
  );
  const imports = sources.map((source) => importLine('import', from.get(source) ?? [], source));
  if (types.length > 0) {
    const at = sources.filter((source) => !source.startsWith('.')).length;
    imports.splice(at, 0, importLine('import type', types, 'drizzle-orm/pg-core'));
  }
  return [...(imports.length === 0 ? [] : [imports.join('\n')]), code].join('\n\n') + '\n';
}

/** Words that stand for something: neither properties nor what is in strings. */
export function wordsOf(code: string): ReadonlySet<string> {
  const { list } = tokenize(code);
  return new Set(
    list
      .filter(
        ({ kind }, index) =>
          kind === 'word' && list[index - 1]?.text !== '.' && list[index + 1]?.text !== ':',
      )
      .map(({ text }) => text),
  );
}

/** The way from one file to another. */
export function relative(from: string, to: string): string {
  const [own, other] = [from.split('/').slice(0, -1), to.split('/')];
  let shared = 0;
  while (shared < own.length && own[shared] === other[shared]) shared += 1;
  const up = own.slice(shared).map(() => '..');
  return [...(up.length === 0 ? ['.'] : up), ...other.slice(shared)].join('/');
}

/** As code is sorted everywhere, whatever the language of the machine. */
export function byLetters(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function importLine(keyword: string, names: readonly string[], source: string): string {
  const line = `${keyword} { ${names.join(', ')} } from '${source}';`;
  if (line.length <= WIDTH) return line;
  return `${keyword} {\n${names.map((name) => `  ${name},\n`).join('')}} from '${source}';`;
}
