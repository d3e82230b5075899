/** A word, a literal or a mark of JavaScript or TypeScript, as far as declarations are told by it. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'template' | 'regex' | 'mark';
  /** As it is written, a string with its quotes. */
  readonly text: string;
  /** Of a string, what it says; else the text. */
  readonly said: string;
  readonly from: number;
  /** Whether it is the first of its line: what ends a statement that has no semicolon. */
  readonly first: boolean;
}

/** A file in tokens, without comments, and for each opening bracket where it is closed. */
export interface Tokens {
  readonly list: readonly Token[];
  readonly closing: ReadonlyMap<number, number>;
}

const SPACE = /[\s\u{feff}]/u;
const WORD = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u{200c}\u{200d}]*/uy;
const NUMBER = /\d[\w.]*/y;
const REGEX = /\/(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y;
const LONG_MARK = /=>|\.\.\.|\?\./y;

/** Words after which a value begins, so that a slash begins a regular expression. */
const BEFORE_VALUE = new Set(
  ['return', 'typeof', 'case', 'in', 'of', 'do', 'else', 'void', 'delete', 'throw', 'new'].concat([
    'await',
    'yield',
    'default',
    'extends',
    'instanceof',
  ]),
);

/** Cuts a source text into tokens. What is inside a template literal is skipped with it. */
export function tokenize(text: string): Tokens {
  const { list } = scan(text, 0);
  return { list, closing: closingBrackets(list) };
}

/** Where a place is, in lines and columns. */
export function position(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(text.startsWith('\u{feff}') ? 1 : 0, offset);
  const lines = before.split(/\r\n|[\n\r\u{2028}\u{2029}]/u);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** From an offset to the end of the text, or to the brace that closes a template's `${`. */
function scan(text: string, start: number, inTemplate = false): { list: Token[]; end: number } {
  const list: Token[] = [];
  let at = start;
  let first = true;
  let braces = 0;
  const take = (kind: Token['kind'], end: number): void => {
    const written = text.slice(at, end);
    const said = kind === 'string' ? unescaped(written.slice(1, -1)) : written;
    list.push({ kind, text: written, said, from: at, first });
    first = false;
    at = end;
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    if (SPACE.test(char)) {
      first ||= /[\n\r\u{2028}\u{2029}]/u.test(char);
      at += 1;
    } else if (text.startsWith('//', at) || (at === 0 && text.startsWith('#!'))) at = endOfLine(text, at);
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      first ||= text.slice(at, end).includes('\n');
      at = end < 0 ? text.length : end + 2;
    } else if (char === '"' || char === "'") take('string', endOfString(text, at));
    else if (char === '`') take('template', endOfTemplate(text, at));
    else {
      const word = matched(WORD, text, at);
      const number = matched(NUMBER, text, at);
      const regex = char === '/' && isValueDue(list.at(-1)) ? matched(REGEX, text, at) : undefined;
      if (word !== undefined) take('word', word);
      else if (number !== undefined) take('number', number);
      else if (regex !== undefined) take('regex', regex);
      else {
        if (char === '{') braces += 1;
        if (char === '}' && braces === 0 && inTemplate) return { list, end: at };
        if (char === '}') braces -= 1;
        take('mark', matched(LONG_MARK, text, at) ?? at + 1);
      }
    }
  }
  return { list, end: at };
}

function matched(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** A string that its line does not close ends with the line: the file is being written, and the rest still counts. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += text.startsWith('\r\n', at + 1) ? 2 : 1;
    else if (text[at] === text[start]) return at + 1;
    else if (text[at] === '\n') return at;
  }
  return text.length;
}

function endOfTemplate(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return at + 1;
    else if (text.startsWith('${', at)) at = scan(text, at + 2, true).end;
  }
  return text.length;
}

/** Names seldom hold escapes; these are the ones that they may hold. */
function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^\n]))/gi,
    (all, long?: string, short?: string, byte?: string, char?: string) => {
      const code = Number.parseInt(long ?? short ?? byte ?? '', 16);
      if (Number.isNaN(code)) return char ?? all;
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    },
  );
}

/** Whether a value may begin behind this token; if not, a slash divides. */
function isValueDue(token: Token | undefined): boolean {
  if (token === undefined) return true;
  if (token.kind === 'word') return BEFORE_VALUE.has(token.text);
  return token.kind === 'mark' && ![')', ']', '}'].includes(token.text);
}

function closingBrackets(list: readonly Token[]): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  list.forEach(({ kind, text }, index) => {
    if (kind !== 'mark') return;
    if ('([{'.includes(text)) open.push(index);
    if (!')]}'.includes(text)) return;
    const opener = open.pop();
    if (opener !== undefined) closing.set(opener, index);
  });
  for (const opener of open) closing.set(opener, list.length);
  return closing;
}
