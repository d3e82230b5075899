import type { Token, Tokens } from './tokens.ts';

/** Tokens from one up to, and without, another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** One name that a statement declares. */
export interface Declarator {
  readonly token: Token;
  readonly value: Range | undefined;
  /** Where it is taken out of the value: the name of it there. */
  readonly property?: string;
}

/** One entry of an object literal; one without key is spread into it. */
export interface Member {
  readonly key: Token | undefined;
  readonly value: Range;
}

const VARIABLE = new Set(['const', 'let', 'var']);
const MODIFIERS = new Set(['async', 'abstract', 'declare']);

/** What a key can be. */
const KEYS = new Set<Token['kind']>(['word', 'string', 'number']);

/** Words that go on with the expression of the line before; any other begins a statement. */
const GOES_ON = new Set(['as', 'satisfies', 'in', 'of', 'instanceof', 'is']);
/** Words behind which an expression is not at its end. */
const WANTS_MORE = new Set(['as', 'satisfies', 'in', 'of', 'instanceof', 'typeof', 'await', 'new', 'void']);

/** The names that a statement declares which begins at a token; none where it is no declaration. */
export function declarators(tokens: Tokens, index: number): Declarator[] {
  const { list, closing } = tokens;
  let at = index;
  while (MODIFIERS.has(list[at]?.text ?? '')) at += 1;
  const word = list[at]?.text ?? '';
  if (VARIABLE.has(word) && list[at + 1]?.text !== 'enum') return variables(tokens, at + 1);
  if (VARIABLE.has(word)) at += 1;
  if (!['function', 'class', 'enum'].includes(list[at]?.text ?? '')) return [];
  const isFunction = list[at]?.text === 'function';
  const token = list[at + (list[at + 1]?.text === '*' ? 2 : 1)];
  if (token?.kind !== 'word') return [];
  if (!isFunction) return [{ token, value: undefined }];
  let end = at + 1;
  const isBody = (): boolean => list[end]?.text === '{' && !goesOnAsType(list[(closing.get(end) ?? end) + 1]);
  while (end < list.length && list[end]?.text !== ';' && !isBody()) end = (closing.get(end) ?? end) + 1;
  return [{ token, value: { from: at, to: (closing.get(end) ?? end) + 1 } }];
}

/** From the first token of a value to where its statement or its part of it ends. */
export function valueFrom({ list, closing }: Tokens, from: number): Range {
  let at = from;
  while (at < list.length) {
    const token = list[at];
    if ([',', ';', ')', ']', '}'].includes(token?.text ?? '')) break;
    if (at > from && token !== undefined && beginsStatement(token, list[at - 1])) break;
    at = (closing.get(at) ?? at) + 1;
  }
  return { from, to: Math.min(at, list.length) };
}

/** The entries of the object literal, or the pattern, that begins at a token. */
export function membersOf(tokens: Tokens, brace: number): Member[] {
  const { list, closing } = tokens;
  const end = closing.get(brace) ?? list.length;
  const members: Member[] = [];
  for (let at = brace + 1; at < end; at += 1) {
    const rest = list[at]?.text === '...';
    const computed = list[at]?.text === '[';
    const { from, to } = untilComma(tokens, at, end);
    const key = list[computed ? from + 1 : from];
    const behind = computed ? (closing.get(from) ?? from) + 1 : from + 1;
    if (rest) members.push({ key: undefined, value: { from: from + 1, to } });
    else if (key !== undefined && from < to && (computed ? key.kind === 'string' : KEYS.has(key.kind))) {
      const isShort = behind >= to || list[behind]?.text === '=';
      members.push({ key, value: isShort ? { from, to: from + 1 } : { from: behind + 1, to } });
    }
    at = to;
  }
  return members;
}

/** The parts of what stands between brackets, commas apart. */
export function partsOf(tokens: Tokens, bracket: number): Range[] {
  const end = tokens.closing.get(bracket) ?? tokens.list.length;
  const parts: Range[] = [];
  for (let at = bracket + 1; at < end; at += 1) {
    const part = untilComma(tokens, at, end);
    parts.push(part);
    at = part.to;
  }
  return parts;
}

function untilComma({ list, closing }: Tokens, from: number, end: number): Range {
  let at = from;
  while (at < end && list[at]?.text !== ',') at = (closing.get(at) ?? at) + 1;
  return { from, to: Math.min(at, end) };
}

/** `a = 1, { b, c: d } = e`. */
function variables(tokens: Tokens, start: number): Declarator[] {
  const { list, closing } = tokens;
  const found: Declarator[] = [];
  for (let at = start; ; at += 1) {
    const token = list[at];
    if (token?.kind !== 'word' && token?.text !== '{' && token?.text !== '[') return found;
    const opens = token.kind === 'mark';
    const equals = equalsBehind(tokens, opens ? (closing.get(at) ?? at) : at);
    const value = list[equals]?.text === '=' ? valueFrom(tokens, equals + 1) : undefined;
    if (!opens) found.push({ token, value });
    else if (token.text === '{') {
      for (const { key, value: target } of membersOf(tokens, at)) {
        const local = list[target.from];
        if (key !== undefined && local?.kind === 'word')
          found.push({ token: local, value, property: key.said });
      }
    } else {
      for (const part of partsOf(tokens, at)) {
        const local = list[part.from];
        if (local?.kind === 'word') found.push({ token: local, value, property: local.text });
      }
    }
    at = value?.to ?? equals;
    if (list[at]?.text !== ',') return found;
  }
}

/** Steps over a type annotation: to the `=`, or to where the declaration ends without one. */
function equalsBehind({ list, closing }: Tokens, name: number): number {
  let at = name + 1;
  let angles = 0;
  while (at < list.length) {
    const token = list[at];
    const text = token?.text ?? ';';
    if (text === ';' || (angles === 0 && (text === '=' || text === ','))) return at;
    if (token !== undefined && beginsStatement(token, list[at - 1])) return at;
    if (text === '<') angles += 1;
    if (text === '>') angles -= 1;
    at = (closing.get(at) ?? at) + 1;
  }
  return at;
}

/** Where a line break ends a statement, because what follows cannot go on with it. */
function beginsStatement(token: Token, before: Token | undefined): boolean {
  if (!token.first || token.kind !== 'word' || GOES_ON.has(token.text) || before === undefined) return false;
  if (before.kind === 'word') return !WANTS_MORE.has(before.text);
  return before.kind !== 'mark' || [')', ']', '}'].includes(before.text);
}

/** Whether braces before this token are the type of what a function returns, and its body is still to come. */
function goesOnAsType(token: Token | undefined): boolean {
  return token !== undefined && !token.first && ['{', '[', '|', '&'].includes(token.text);
}
