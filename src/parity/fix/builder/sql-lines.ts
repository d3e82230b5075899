import { sqlTokens } from '../../declared/sql-tokens.ts';
import type { SqlToken } from '../../declared/sql-tokens.ts';

/** Words that begin a part of a statement which is worth a line of its own. */
const PARTS = new Set(['where', 'using', 'with', 'check', 'foreign', 'references', 'having', 'from']);
/** The same where a line would still be too long. */
const SMALL_PARTS = new Set(['on', 'to', 'for', 'rename']);
/** What begins one of several changes. */
const CHANGES = new Set(['alter', 'add', 'drop', 'set']);
/** Words that a long condition can be broken before. */
const JOINING = new Set(['and', 'or']);

/**
 * A statement in the lines that it is written in. A line can hold others where a constant or a name goes over several:
 * those stay as they are.
 */
export function sqlLines(statement: string, width: number): readonly string[] {
  const lines = cut(
    statement,
    sqlTokens(statement),
    (gap) => gap.includes('\n'),
    (gap) => gap.slice(gap.lastIndexOf('\n') + 1),
  );
  return lines.flatMap((line) => {
    if (fits(line, width)) return [line];
    const all = parts(line, PARTS).flatMap((part) => (fits(part, width) ? [part] : parts(part, SMALL_PARTS)));
    return all.flatMap((part) => wrapped(part, width));
  });
}

function fits(line: string, width: number): boolean {
  return line.split('\n').every((one) => one.length <= width);
}

/** Before each part of a statement that is not in parentheses. */
function parts(line: string, beginning: ReadonlySet<string>): readonly string[] {
  const tokens = sqlTokens(line);
  const depths = depthsOf(tokens);
  const isChange = tokens[0]?.text === 'alter';
  const firstChange = tokens.findIndex(({ text }, index) => index > 0 && CHANGES.has(text));
  return cut(line, tokens, (_, index) => {
    const [before, word] = [tokens[index - 1], tokens[index]];
    if (depths[index] !== 0 || before === undefined) return false;
    if (word?.kind !== 'word') return false;
    const text = word.text.toLowerCase();
    // Changes of a table stand a line each.
    if (CHANGES.has(text)) return isChange && (before.text === ',' || index === firstChange);
    // `with check` is one.
    return beginning.has(text) && !(text === 'check' && before.text === 'with');
  });
}

/** Lines that are as full as they can be. */
function wrapped(line: string, width: number): readonly string[] {
  if (fits(line, width)) return [line];
  const tokens = sqlTokens(line);
  const start = /^\s*/.exec(line)?.[0] ?? '';
  const places = tokens.flatMap((token, index) => {
    const isBreak = index > 0 && (tokens[index - 1]?.text === ',' || isJoining(token));
    return isBreak ? [token.start] : [];
  });
  const lines: string[] = [];
  let from = 0;
  for (const [index, place] of places.entries()) {
    const next = places[index + 1] ?? line.length;
    if (next - from + 2 <= width || place === from) continue;
    lines.push(line.slice(from, place));
    from = place;
  }
  lines.push(line.slice(from));
  return lines.map((one, index) => `${index === 0 ? '' : `${start}  `}${one.trimEnd()}`);
}

function isJoining({ kind, text }: SqlToken): boolean {
  return kind === 'word' && JOINING.has(text.toLowerCase());
}

/** How many parentheses each token stands in. */
function depthsOf(tokens: readonly SqlToken[]): readonly number[] {
  let depth = 0;
  return tokens.map(({ kind, text }) => {
    if (kind === 'symbol' && text === ')') depth -= 1;
    const own = depth;
    if (kind === 'symbol' && text === '(') depth += 1;
    return own;
  });
}

/** SQL cut in the gaps before some tokens. Comments in a gap stay before the cut. */
function cut(
  sql: string,
  tokens: readonly SqlToken[],
  isCut: (gap: string, index: number) => boolean,
  kept: (gap: string) => string = () => '',
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let at = 0;
  tokens.forEach((token, index) => {
    const gap = sql.slice(at, token.start);
    if (isCut(gap, index) && line !== '') {
      const comment = gap.trim() === '' ? '' : gap.trimEnd();
      lines.push(line + comment);
      line = kept(gap);
    } else line += gap;
    line += token.text;
    at = token.end;
  });
  return [...lines, line + sql.slice(at)];
}
