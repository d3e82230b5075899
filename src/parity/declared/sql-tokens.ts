/** A piece of SQL: a name or word, a quoted name, a constant, a symbol. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'symbol';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\w.]*/y;
const QUOTED_NAME = /(?:[Uu]&)?"(?:[^"]|"")*"/y;
const ESCAPED_TEXT = /[Ee]'(?:[^'\\]|''|\\.)*'/sy;
const TEXT = /(?:[Uu]&|[BbXxNn])?'(?:[^']|'')*'/y;
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;

const PIECES: readonly (readonly [RegExp, SqlToken['kind']])[] = [
  [QUOTED_NAME, 'name'],
  [ESCAPED_TEXT, 'text'],
  [TEXT, 'text'],
  [WORD, 'word'],
  [NUMBER, 'text'],
];

/** SQL in pieces as Postgres cuts it, without spaces and comments. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < sql.length) {
    const skipped = spaceAt(sql, at);
    if (skipped !== undefined) {
      at += skipped;
      continue;
    }
    const { kind, length } = pieceAt(sql, at);
    tokens.push({ kind, text: sql.slice(at, at + length), start: at, end: at + length });
    at += length;
  }
  return tokens;
}

/** What says nothing: spaces and comments. */
function spaceAt(sql: string, at: number): number | undefined {
  if (SILENT.includes(sql.charAt(at)))
    return matchAt(SPACE, sql, at) ?? matchAt(LINE_COMMENT, sql, at) ?? blockComment(sql, at);
  return sql.charCodeAt(at) < 128 ? undefined : matchAt(SPACE, sql, at);
}

/** What spaces and comments begin with, as far as that is ASCII. */
const SILENT = ' \t\n\v\f\r-/';
/** What is a piece by itself, whatever follows. */
const ALONE = '(),.;:=<>+*[]';
const LETTER = /[A-Za-z_]/;

function pieceAt(sql: string, at: number): { readonly kind: SqlToken['kind']; readonly length: number } {
  const [first, second] = [sql.charAt(at), sql.charAt(at + 1)];
  if (ALONE.includes(first)) return { kind: 'symbol', length: 1 };
  // A letter may stand before a constant or a name in quotes.
  if (LETTER.test(first) && second !== "'" && second !== '&')
    return { kind: 'word', length: matchAt(WORD, sql, at) ?? 1 };
  for (const [pattern, kind] of PIECES) {
    const length = matchAt(pattern, sql, at);
    if (length !== undefined) return { kind, length };
  }
  const dollar = matchAt(DOLLAR, sql, at);
  if (dollar !== undefined) {
    const end = sql.indexOf(sql.slice(at, at + dollar), at + dollar);
    return { kind: 'text', length: (end === -1 ? sql.length : end + dollar) - at };
  }
  return { kind: 'symbol', length: 1 };
}

function matchAt(pattern: RegExp, sql: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0].length;
}

/** Comments stand in one another in SQL. */
function blockComment(sql: string, at: number): number | undefined {
  if (!sql.startsWith('/*', at)) return undefined;
  let depth = 1;
  let end = at + 2;
  while (end < sql.length && depth > 0) {
    if (sql.startsWith('/*', end)) depth += 1;
    else if (sql.startsWith('*/', end)) depth -= 1;
    end += sql.startsWith('/*', end) || sql.startsWith('*/', end) ? 2 : 1;
  }
  return end - at;
}

/** The name that a piece is, as Postgres reads it; undefined for what is none. */
export function nameOfToken({ kind, text }: SqlToken): string | undefined {
  if (kind === 'word') return text.toLowerCase();
  return kind === 'name' && text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : undefined;
}

/** A name with its namespace, if it has one. */
export function nameAt(
  tokens: readonly SqlToken[],
  start: number,
): { readonly parts: readonly string[]; readonly end: number } | undefined {
  const parts: string[] = [];
  for (let at = start; ; at += 2) {
    const token = tokens[at];
    const name = token === undefined ? undefined : nameOfToken(token);
    if (name === undefined) return undefined;
    parts.push(name);
    if (tokens[at + 1]?.text !== '.') return { parts, end: at + 1 };
  }
}
