import { declarators, membersOf, valueFrom } from './declarators.ts';
import type { Range } from './declarators.ts';
import { tokenize } from './tokens.ts';
import type { Token, Tokens } from './tokens.ts';

/** What a name of a file stands for: something that is written there, or an export of another file. */
export type Binding =
  | { readonly token: Token; readonly value: Range | undefined }
  | { readonly specifier: string; readonly name: string };

/** What stands for all that another file exports. */
export const ALL = '*';

/** The names of one file that others may ask for. */
export interface Module {
  readonly file: string;
  readonly text: string;
  readonly tokens: Tokens;
  /** By local name: what is declared or imported at the top. */
  readonly locals: ReadonlyMap<string, Binding>;
  /** By exported name: a local name, or what else it stands for. */
  readonly exported: ReadonlyMap<string, string | Binding>;
  /** Files of which everything is exported again. */
  readonly stars: readonly string[];
}

/** Something that is written in a file: its name there, and its value. */
export interface Written {
  readonly module: Module;
  readonly token: Token;
  readonly value: Range | undefined;
}

/** What is asked of the files of a schema while one origin is looked for. */
export interface Modules {
  /** A name at the top of a file, wherever it is declared. */
  readonly local: (module: Module, name: string) => Written | undefined;
  /** A name of all that an imported namespace holds. */
  readonly member: (module: Module, namespace: string, name: string) => Written | undefined;
}

/** Reads the declarations, imports and exports at the top of a file. */
export function readModule(file: string, text: string): Module {
  const tokens = tokenize(text);
  const found: Found = { tokens, locals: new Map(), exported: new Map(), stars: [] };
  const { list, closing } = tokens;
  for (let index = 0; index < list.length; index = (closing.get(index) ?? index) + 1) {
    const { kind, text: word } = list[index] ?? { kind: 'mark', text: '' };
    // Neither a property (`a.import`) nor `as const`.
    if (kind !== 'word' || ['.', 'as'].includes(list[index - 1]?.text ?? '')) continue;
    if (word === 'import') readImport(found, index);
    else if (word === 'export') readExport(found, index);
    else if (word === 'exports' || word === 'module') readAssignment(found, index);
    else declare(found, index);
  }
  return { file, text, ...found };
}

interface Found {
  readonly tokens: Tokens;
  readonly locals: Map<string, Binding>;
  readonly exported: Map<string, string | Binding>;
  readonly stars: string[];
}

/** `import a, { b as c } from './d'`, `import * as a from './b'`, `import a = require('./b')`. */
function readImport(found: Found, index: number): void {
  const { list, closing } = found.tokens;
  const at = (offset: number): Token | undefined => list[index + offset];
  const start = at(1)?.text === 'type' && !['from', ',', '='].includes(at(2)?.text ?? '') ? 2 : 1;
  const name = at(start);
  if (at(start + 1)?.text === '=' && at(start + 2)?.text === 'require') {
    const specifier = at(start + 4)?.said;
    if (name !== undefined && specifier !== undefined) found.locals.set(name.text, { specifier, name: ALL });
    return;
  }
  const specifier = specifierBehind(found.tokens, index + start);
  if (specifier === undefined || name === undefined) return;
  let next = index + start;
  if (name.kind === 'word') {
    found.locals.set(name.text, { specifier, name: 'default' });
    next += list[next + 1]?.text === ',' ? 2 : 1;
  }
  const alias = list[next + 2];
  if (list[next]?.text === ALL && alias !== undefined) found.locals.set(alias.text, { specifier, name: ALL });
  if (list[next]?.text !== '{') return;
  for (const [imported, local] of specifiersIn(found.tokens, next + 1, closing.get(next) ?? next))
    found.locals.set(local, { specifier, name: imported });
}

/** Every form of `export`; a declaration behind it is read as one without it. */
function readExport(found: Found, index: number): void {
  const { list, closing } = found.tokens;
  const start =
    index + (list[index + 1]?.text === 'type' && '{*'.includes(list[index + 2]?.text ?? '') ? 2 : 1);
  const next = list[start];
  if (next === undefined) return;
  if (next.text === ALL) {
    const specifier = specifierBehind(found.tokens, start);
    const alias = list[start + 1]?.text === 'as' ? list[start + 2]?.text : undefined;
    if (specifier === undefined) return;
    if (alias === undefined) found.stars.push(specifier);
    else found.exported.set(alias, { specifier, name: ALL });
  } else if (next.text === '{') {
    const end = closing.get(start) ?? list.length;
    const specifier = list[end + 1]?.text === 'from' ? list[end + 2]?.said : undefined;
    for (const [name, exported] of specifiersIn(found.tokens, start + 1, end))
      found.exported.set(exported, specifier === undefined ? name : { specifier, name });
  } else if (next.text === 'default') {
    found.exported.set('default', meant(found.tokens, next, valueFrom(found.tokens, start + 1)));
  } else {
    for (const name of declare(found, start)) found.exported.set(name, name);
  }
}

/** `exports.a = …`, `module.exports = { a, …require('./b') }`. */
function readAssignment(found: Found, index: number): void {
  const { list } = found.tokens;
  let at = index;
  if (list[at]?.text === 'module') {
    if (list[at + 1]?.text !== '.' || list[at + 2]?.text !== 'exports') return;
    at += 2;
  }
  if (list[at + 1]?.text === '.' && list[at + 3]?.text === '=') {
    const name = list[at + 2];
    if (name === undefined) return;
    found.exported.set(name.text, meant(found.tokens, name, valueFrom(found.tokens, at + 4)));
  } else if (list[at + 1]?.text === '=' && list[at + 2]?.text === '{') {
    for (const { key, value } of membersOf(found.tokens, at + 2)) {
      const specifier = requiredBy(found.tokens, value);
      if (key === undefined && specifier !== undefined) found.stars.push(specifier);
      if (key !== undefined) found.exported.set(key.said, meant(found.tokens, key, value));
    }
  }
}

/** What is exported under a name: what a lone local name stands for, or the value that is written there. */
function meant({ list }: Tokens, token: Token, value: Range): string | Binding {
  const only = value.to - value.from === 1 ? list[value.from] : undefined;
  return only?.kind === 'word' ? only.text : { token, value };
}

/** Takes in what a statement declares, and says the names. */
function declare(found: Found, index: number): string[] {
  return declarators(found.tokens, index).map(({ token, value, property }) => {
    const specifier = value === undefined ? undefined : requiredBy(found.tokens, value);
    found.locals.set(
      token.text,
      specifier === undefined
        ? // A name taken out of something else has its place, and what it holds is not followed.
          { token, value: property === undefined ? value : undefined }
        : { specifier, name: property ?? ALL },
    );
    return token.text;
  });
}

/** The specifier of a value that is `require('./a')`. */
function requiredBy({ list }: Tokens, { from, to }: Range): string | undefined {
  if (list[from]?.text !== 'require' || list[from + 1]?.text !== '(' || to - from !== 4) return undefined;
  return list[from + 2]?.kind === 'string' ? list[from + 2]?.said : undefined;
}

/** What stands behind the next `from`. */
function specifierBehind({ list, closing }: Tokens, index: number): string | undefined {
  for (let at = index; at < list.length && list[at]?.text !== ';'; at = (closing.get(at) ?? at) + 1) {
    const next = list[at + 1];
    if (list[at]?.text === 'from' && next?.kind === 'string') return next.said;
  }
  return undefined;
}

/** The pairs of `{ a, b as c, type d }`: the name there, and the name here. */
function specifiersIn({ list }: Tokens, from: number, to: number): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  let words: string[] = [];
  for (const { text, said } of [...list.slice(from, to), { text: ',', said: ',' }]) {
    // `export { a as 'any name' }` is allowed.
    if (text !== ',') words.push(said);
    else {
      // `type` is a modifier where a name follows that is not `as`, or is one that is called so.
      if (words[0] === 'type' && words.length !== 1 && !(words[1] === 'as' && words.length === 3))
        words = words.slice(1);
      const [name, , alias = name] = words;
      if (name !== undefined && alias !== undefined) pairs.push([name, alias]);
      words = [];
    }
  }
  return pairs;
}
