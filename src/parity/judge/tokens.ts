/** A word, a literal or a mark of SQL. */
export interface Token {
  readonly kind: 'name' | 'quoted' | 'string' | 'mark';
  /** Of a name what it stands for, of a string what is between its quotes. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** How many brackets are open around it. */
  readonly depth: number;
}

// As the server's own scanner has them.
const SPACE = /\s+/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const NAME = /[A-Za-z_\u{80}-\u{10ffff}][\w$\u{80}-\u{10ffff}]*/uy;
const NUMBER = /(?:\d|\.\d)[\w.]*/y;
const DOLLAR = /\$(?:[A-Za-z_\u{80}-\u{10ffff}][\w\u{80}-\u{10ffff}]*)?\$/uy;
const PARAMETER = /\$\d+/y;

/**
 * Cuts an SQL text into tokens, without its comments. Undefined where a quote, a comment or a bracket is not closed,
 * or one is closed that was not opened: such a text cannot stand in brackets. Nothing is rewritten by this: the
 * tokens say what to be careful about.
 */
export function tokensOf(sql: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  let depth = 0;
  const end = (pattern: RegExp): number | undefined => {
    pattern.lastIndex = at;
    return pattern.test(sql) ? pattern.lastIndex : undefined;
  };
  const take = (kind: Token['kind'], to: number, value = sql.slice(at, to)): void => {
    tokens.push({ kind, value, from: at, to, depth });
    at = to;
  };
  while (at < sql.length) {
    const skipped = end(SPACE) ?? end(LINE_COMMENT);
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    if (sql.startsWith('/*', at)) {
      const to = endOfComment(sql, at);
      if (to === undefined) return undefined;
      at = to;
      continue;
    }
    const word = end(NAME);
    const isEscaped = word !== undefined && sql.slice(at, word).toLowerCase() === 'e';
    if (isEscaped && sql[word] === "'") at = word;
    const character = sql[at] ?? '';
    if (character === "'" || character === '"') {
      const to = endOfQuoted(sql, at, isEscaped);
      if (to === undefined) return undefined;
      const inside = sql.slice(at + 1, to - 1).replaceAll(character + character, character);
      take(character === "'" ? 'string' : 'quoted', to, inside);
      continue;
    }
    if (word !== undefined) {
      take('name', word, foldName(sql.slice(at, word)));
      continue;
    }
    const dollar = end(DOLLAR);
    if (dollar !== undefined) {
      const close = sql.indexOf(sql.slice(at, dollar), dollar);
      if (close === -1) return undefined;
      take('string', close + dollar - at, sql.slice(dollar, close));
      continue;
    }
    if (character === ')' || character === ']') depth -= 1;
    if (depth < 0) return undefined;
    take('mark', end(NUMBER) ?? end(PARAMETER) ?? at + 1);
    if (character === '(' || character === '[') depth += 1;
  }
  return depth === 0 ? tokens : undefined;
}

/** What a name without quotes stands for: only the letters that every encoding folds alike. */
function foldName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function endOfComment(sql: string, start: number): number | undefined {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  for (let depth = 0; ;) {
    const found = edge.exec(sql);
    if (found === null) return undefined;
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
}

function endOfQuoted(sql: string, start: number, isEscaped: boolean): number | undefined {
  const quote = sql[start];
  for (let at = start + 1; at < sql.length; at += 1) {
    if (isEscaped && sql[at] === '\\') at += 1;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return undefined;
}
