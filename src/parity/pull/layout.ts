/** The longest line where it can be broken. */
export const WIDTH = 100;

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);
const QUOTES = new Set(["'", '"', '`']);

/** Brackets of a text with what is between them. */
interface Group {
  readonly open: number;
  readonly close: number;
}

/**
 * Breaks code that is too long for a line at its brackets, the largest first, as a person would. `indent` is how far it
 * stands from the margin, `behind` how much follows it on its last line.
 */
export function layOut(code: string, indent = 0, behind = 1): string {
  const lines = withoutTexts(code).split('\n');
  const longest = Math.max(...lines.map((line, index) => line.length + (index === 0 ? indent : 0)));
  return longest + behind <= WIDTH ? code : broken(code, indent);
}

/** Breaks the lines of a declaration that are too long, where each is one entry of it. */
export function layOutLines(code: string): string {
  const lines = code.split('\n');
  if (withoutTexts(code).split('\n').length < lines.length) return code;
  return lines
    .map((line) => {
      const [, margin, entry] = /^( +)(.+),$/.exec(line) ?? [];
      return margin === undefined || entry === undefined ? line : `${margin}${layOut(entry, margin.length)},`;
    })
    .join('\n');
}

/** The same without texts of several lines, in which nothing can be broken. */
function withoutTexts(code: string): string {
  let rest = '';
  for (let at = 0; at < code.length; at += 1) {
    const end = QUOTES.has(code[at] ?? '') ? endOfString(code, at) : at;
    const piece = code.slice(at, end + 1);
    rest += piece.includes('\n') && end > at ? '``' : piece;
    at = end;
  }
  return rest;
}

/** The same, broken however long it is. */
function broken(code: string, indent: number): string {
  const links = linksOf(code);
  if (links.length > 2) {
    const [first = '', ...others] = links;
    const margin = ' '.repeat(indent + 2);
    return [
      layOut(first, indent, 0),
      ...others.map((link) => `\n${margin}${layOut(link, indent + 2, 0)}`),
    ].join('');
  }
  const [largest] = groupsOf(code).toSorted((a, b) => b.close - b.open - (a.close - a.open));
  if (largest === undefined || largest.close - largest.open === 1) return code;
  const [head, tail] = [code.slice(0, largest.open + 1), code.slice(largest.close)];
  const entries = entriesOf(code.slice(largest.open + 1, largest.close));
  const last = entries.at(-1) ?? '';
  const before = entries.slice(0, -1).map((entry) => `${entry}, `);
  const opening = `${head}${before.join('')}`;
  // An object at the end begins on the line that it is an argument of.
  if (OPENING.has(last.charAt(0)) && closesAtEnd(last) && indent + opening.length < WIDTH)
    return `${opening}${broken(last, indent)}${tail}`;
  const margin = ' '.repeat(indent + 2);
  const lines = entries.map((entry) => `${margin}${layOut(entry, indent + 2)},\n`);
  return `${head}\n${lines.join('')}${' '.repeat(indent)}${tail}`;
}

/** A chain of calls, cut before the method of each. */
function linksOf(code: string): readonly string[] {
  const cuts = groupsOf(code).flatMap(({ close }) => (code[close + 1] === '.' ? close + 1 : []));
  return [0, ...cuts].map((start, index) => code.slice(start, cuts[index]));
}

function closesAtEnd(code: string): boolean {
  const [first] = groupsOf(code);
  return first?.open === 0 && first.close === code.length - 1;
}

/** What stands between commas that are in no brackets. */
function entriesOf(code: string): readonly string[] {
  const ends = [...marksOf(code)].filter(({ mark, depth }) => mark === ',' && depth === 0);
  const starts = [0, ...ends.map(({ at }) => at + 1)];
  return starts
    .map((start, index) => code.slice(start, ends[index]?.at).trim())
    .filter((entry) => entry !== '');
}

/** Brackets that are in no others. */
function groupsOf(code: string): readonly Group[] {
  const groups: Group[] = [];
  let open = 0;
  for (const { mark, at, depth } of marksOf(code)) {
    if (OPENING.has(mark) && depth === 0) open = at;
    if (CLOSING.has(mark) && depth === 0) groups.push({ open, close: at });
  }
  return groups;
}

/** Brackets and commas outside of strings, each with how many brackets are around it. */
function* marksOf(code: string): Generator<{ mark: string; at: number; depth: number }> {
  let depth = 0;
  for (let at = 0; at < code.length; at += 1) {
    const mark = code[at] ?? '';
    if (QUOTES.has(mark)) at = endOfString(code, at);
    else if (OPENING.has(mark)) yield { mark, at, depth: depth++ };
    else if (CLOSING.has(mark)) yield { mark, at, depth: --depth };
    else if (mark === ',') yield { mark, at, depth };
  }
}

/** Where a string ends that begins here. What stands in a template's `${…}` has no backtick in it. */
function endOfString(code: string, start: number): number {
  let at = start + 1;
  while (at < code.length && code[at] !== code[start]) at += code[at] === '\\' ? 2 : 1;
  return at;
}

/** Words as comments of lines that are not too long, with what may stand before them. */
export function commentLines(text: string, indent = 0): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || indent + 3 + last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => `${' '.repeat(indent)}// ${line}`);
}

/** What a database says of something, where editors show it. */
export function docLines(text: string, indent = 0): readonly string[] {
  const margin = ' '.repeat(indent);
  const lines = text
    .replaceAll('*/', '*\\/')
    .split(/\r\n|[\n\r\u{2028}\u{2029}]/u)
    .map((line) => line.replaceAll(/\p{Cc}/gu, ' ').trimEnd());
  const [only = ''] = lines;
  if (lines.length === 1) return [`${margin}/** ${only} */`];
  return [`${margin}/**`, ...lines.map((line) => `${margin} * ${line}`.trimEnd()), `${margin} */`];
}
