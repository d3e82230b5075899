import { membersOf, partsOf, valueFrom } from './declarators.ts';
import type { Range } from './declarators.ts';
import type { Module, Modules, Written } from './module.ts';

/** A value of a file that is being searched, and what was searched already: values may lead to each other. */
interface Search {
  readonly property: string;
  readonly modules: Modules;
  readonly seen: Set<string>;
}

/** Where a property of a declared object is written: the key of a column, in its table or in what is spread there. */
export function propertyOf(written: Written, property: string, modules: Modules): Written | undefined {
  if (written.value === undefined) return undefined;
  return inValue(written.module, written.value, { property, modules, seen: new Set() });
}

function inValue(module: Module, range: Range, search: Search): Written | undefined {
  const { list, closing } = module.tokens;
  const key = JSON.stringify([module.file, range.from, range.to]);
  const first = list[range.from];
  if (search.seen.has(key) || first === undefined || range.from >= range.to) return undefined;
  search.seen.add(key);
  if (first.text === '{') return inLiteral(module, range.from, search);
  const body = functionBody(module, range);
  if (body !== undefined) {
    return list[body.from]?.text === '{' ? inBlock(module, body.from, search) : inValue(module, body, search);
  }
  const path = pathOf(module, range);
  const called = range.from + path.length * 2 - 1;
  if (path.length > 0 && called >= range.to) return followed(module, path, search);
  for (let at = range.from; at < range.to; at = (closing.get(at) ?? at) + 1) {
    if (list[at]?.text !== '(') continue;
    const found = inArguments(module, at, search);
    if (found !== undefined) return found;
  }
  // A function of the schema's own that makes columns, given nothing that has them.
  return list[called]?.text === '(' ? followed(module, path, search) : undefined;
}

/** The columns are in the first argument, or behind the name; what follows them has other keys. */
function inArguments(module: Module, bracket: number, search: Search): Written | undefined {
  const parts = partsOf(module.tokens, bracket);
  const isNamed = ['string', 'template'].includes(module.tokens.list[parts[0]?.from ?? -1]?.kind ?? '');
  const columns = isNamed ? parts.slice(1, 2) : parts;
  return columns.reduce<Written | undefined>(
    (found, part) => found ?? inValue(module, part, search),
    undefined,
  );
}

function inLiteral(module: Module, brace: number, search: Search): Written | undefined {
  const members = membersOf(module.tokens, brace);
  const own = members.findLast(({ key }) => key?.said === search.property);
  if (own?.key !== undefined) return { module, token: own.key, value: own.value };
  // The last one wins, as it does when it runs.
  return members
    .filter(({ key }) => key === undefined)
    .reduceRight<Written | undefined>(
      (found, { value }) => found ?? inValue(module, value, search),
      undefined,
    );
}

/** What a block returns. */
function inBlock(module: Module, brace: number, search: Search): Written | undefined {
  const { list, closing } = module.tokens;
  const end = closing.get(brace) ?? list.length;
  for (let at = brace + 1; at < end; at = (closing.get(at) ?? at) + 1) {
    if (list[at]?.text !== 'return') continue;
    const found = inValue(module, valueFrom(module.tokens, at + 1), search);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a function gives back, where the value is one: `() => …`, `function () { … }`. */
function functionBody({ tokens: { list, closing } }: Module, { from, to }: Range): Range | undefined {
  const isFunction = list[from]?.text === 'function';
  let last: number | undefined;
  for (let at = from; at < to; at = (closing.get(at) ?? at) + 1) {
    if (list[at]?.text === '=>') return { from: at + 1, to };
    // A semicolon, as the end of a `return`.
    if (list[at]?.text === ';') break;
    if (list[at]?.text === '{') last = at;
  }
  return isFunction && last !== undefined ? { from: last, to } : undefined;
}

/** The words of `a.b.c` at the beginning of a value. */
function pathOf({ tokens: { list } }: Module, { from, to }: Range): string[] {
  const path: string[] = [];
  for (let at = from; at < to && list[at]?.kind === 'word'; at += 2) {
    path.push(list[at]?.text ?? '');
    if (list[at + 1]?.text !== '.') break;
  }
  return path;
}

/** Goes on where a name leads: to a constant, into an imported file, to a member of either. */
function followed(
  module: Module,
  [name = '', ...members]: readonly string[],
  search: Search,
): Written | undefined {
  const [member = '', ...deeper] = members;
  const inNamespace = members.length > 0 ? search.modules.member(module, name, member) : undefined;
  const written = inNamespace ?? search.modules.local(module, name);
  const target = (inNamespace === undefined ? members : deeper).reduce<Written | undefined>(
    (holder, key) => memberOf(holder, key),
    written,
  );
  return target?.value === undefined ? undefined : inValue(target.module, target.value, search);
}

function memberOf(holder: Written | undefined, name: string): Written | undefined {
  if (holder?.value === undefined) return undefined;
  const { module, value } = holder;
  if (module.tokens.list[value.from]?.text !== '{') return undefined;
  const own = membersOf(module.tokens, value.from).findLast(({ key }) => key?.said === name);
  return own?.key === undefined ? undefined : { module, token: own.key, value: own.value };
}
