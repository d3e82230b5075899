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
export function moduleText(path: string, declarations: readonly string[], sources: ImportSources): string {
  const code = declarations.join('\n\n');
  const imports = importLines(path, code, sources);
  return [...(imports.length === 0 ? [] : [imports.join('\n')]), code].join('\n\n') + '\n';
}

/** The imports that code needs in a file beside the names that are known there. */
export function importLines(
  path: string,
  code: string,
  { fileOf, extension }: ImportSources,
  known: ReadonlySet<string> = new Set(),
): readonly string[] {
  const from = new Map<string, string[]>();
  const note = (source: string, word: string): void => {
    from.set(source, [...(from.get(source) ?? []), word]);
  };
  const types: string[] = [];
  for (const word of [...wordsOf(code)].filter((one) => !known.has(one)).sort(byLetters)) {
    const file = fileOf.get(word);
    if (file !== undefined) {
      if (file !== path) note(relative(path, file) + extension, word);
    } else if (OF_DRIZZLE.has(word)) note('drizzle-orm', word);
    else if (TYPES.has(word)) types.push(word);
    else if (BUILDERS.has(word)) note('drizzle-orm/pg-core', word);
  }
  const isOurs = (source: string): boolean => source.startsWith('.');
  const sources = [...from.keys()].sort(byLetters);
  const linesFrom = (these: readonly string[]): readonly string[] =>
    these.map((source) => importLine('import', from.get(source) ?? [], source));
  return [
    ...linesFrom(sources.filter((source) => !isOurs(source))),
    ...(types.length === 0 ? [] : [importLine('import type', types, 'drizzle-orm/pg-core')]),
    ...linesFrom(sources.filter(isOurs)),
  ];
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
