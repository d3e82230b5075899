import type { IndexConfig } from './shapes.ts';
import { nameAt, nameOfToken, sqlTokens } from './sql-tokens.ts';
import type { SqlToken } from './sql-tokens.ts';

/** One key of an index: a column, or an expression. */
export interface IndexKey {
  readonly column: string | undefined;
  readonly expression: string | undefined;
  readonly order: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
  /** The name of the operator class, without namespace and parameters. */
  readonly operatorClass: string | undefined;
  /** `name=value` for each parameter of the operator class, as the catalogue has them. */
  readonly operatorClassOptions: readonly string[];
  readonly collation: readonly string[] | undefined;
}

/** A key that a column's own methods describe. */
export function columnKey(
  column: string,
  { order = 'asc', nulls = 'last', opClass }: IndexConfig = {},
): IndexKey {
  const tokens = opClass === undefined ? [] : sqlTokens(opClass);
  const named = operatorClassAt(tokens, 0);
  return {
    column,
    expression: undefined,
    order,
    nulls,
    operatorClass: named?.name,
    operatorClassOptions: named?.options ?? [],
    collation: undefined,
  };
}

/**
 * A key that is written as SQL: what follows the expression is no part of it, but says how it stands in the index.
 * Postgres' grammar for a key is `column | function(…) | (expression)`, then COLLATE, an operator class, the order.
 */
export function sqlKey(sql: string, columns: ReadonlySet<string>): IndexKey {
  const all = sqlTokens(sql);
  const { order, nulls, tokens } = withoutOrder(all);
  const primary = primaryEnd(tokens, columns);
  const rest = primary === undefined ? undefined : storage(tokens.slice(primary));
  const kept = rest === undefined ? tokens : tokens.slice(0, primary);
  const column = columnIn(kept, columns);
  return {
    column,
    expression:
      column === undefined ? sql.slice(kept.at(0)?.start ?? 0, kept.at(-1)?.end ?? sql.length) : undefined,
    order,
    // Without a word Postgres puts nulls where the largest values are.
    nulls: nulls ?? (order === 'desc' ? 'first' : 'last'),
    operatorClass: rest?.operatorClass?.name,
    operatorClassOptions: rest?.operatorClass?.options ?? [],
    collation: rest?.collation,
  };
}

function withoutOrder(all: readonly SqlToken[]) {
  let tokens = all;
  let nulls: 'first' | 'last' | undefined;
  let order: 'asc' | 'desc' = 'asc';
  const last = wordAt(tokens, -1);
  if (wordAt(tokens, -2) === 'nulls' && (last === 'first' || last === 'last')) {
    nulls = last;
    tokens = tokens.slice(0, -2);
  }
  const turn = wordAt(tokens, -1);
  if (turn === 'asc' || turn === 'desc') {
    order = turn;
    tokens = tokens.slice(0, -1);
  }
  return { order, nulls, tokens };
}

/** Behind the column, the call or the parentheses that a key begins with; undefined where it begins otherwise. */
function primaryEnd(tokens: readonly SqlToken[], columns: ReadonlySet<string>): number | undefined {
  if (tokens[0]?.text === '(') return closing(tokens, 0);
  const name = nameAt(tokens, 0);
  if (name === undefined) return undefined;
  if (tokens[name.end]?.text === '(') return closing(tokens, name.end);
  const [first] = name.parts;
  return name.parts.length === 1 && first !== undefined && columns.has(first) ? name.end : undefined;
}

/** What may stand behind the expression; undefined where something else does, which is then part of it. */
function storage(tokens: readonly SqlToken[]) {
  let at = 0;
  let collation: readonly string[] | undefined;
  if (wordAt(tokens, 0) === 'collate') {
    const name = nameAt(tokens, 1);
    if (name === undefined) return undefined;
    collation = name.parts;
    at = name.end;
  }
  if (POSTFIX.has(wordAt(tokens, at) ?? '')) return undefined;
  const operatorClass = operatorClassAt(tokens, at);
  return (operatorClass?.end ?? at) === tokens.length ? { collation, operatorClass } : undefined;
}

/** An operator class with its parameters: `ext.gist_trgm_ops (siglen = 32)`. */
function operatorClassAt(
  tokens: readonly SqlToken[],
  at: number,
):
  | { readonly name: string | undefined; readonly options: readonly string[]; readonly end: number }
  | undefined {
  const name = nameAt(tokens, at);
  if (name === undefined) return undefined;
  const end = tokens[name.end]?.text === '(' ? closing(tokens, name.end) : undefined;
  return {
    name: name.parts.at(-1),
    options: end === undefined ? [] : optionsIn(tokens.slice(name.end + 1, end - 1)),
    end: end ?? name.end,
  };
}

/** `name = value, …`, where a value may be in quotes, and a name alone means that it is on. */
function optionsIn(tokens: readonly SqlToken[]): readonly string[] {
  const options: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (token.text === ',') options.push([]);
    else options.at(-1)?.push(token);
  }
  return options.flatMap(([name, , ...value]) =>
    name === undefined ? [] : `${nameOfToken(name) ?? name.text}=${value.map(plainText).join('') || 'true'}`,
  );
}

function plainText({ kind, text }: SqlToken): string {
  return kind === 'text' && text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}

/** Operators that are one word behind what they apply to. */
const POSTFIX = new Set(['isnull', 'notnull']);

/** The column that is all there is, whatever parentheses are around it. */
function columnIn(tokens: readonly SqlToken[], columns: ReadonlySet<string>): string | undefined {
  if (tokens[0]?.text === '(' && closing(tokens, 0) === tokens.length)
    return columnIn(tokens.slice(1, -1), columns);
  const [token] = tokens;
  const name = token === undefined || tokens.length > 1 ? undefined : nameOfToken(token);
  return name !== undefined && columns.has(name) ? name : undefined;
}

/** Behind the parenthesis that closes the one at `start`. */
function closing(tokens: readonly SqlToken[], start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '(') depth += 1;
    if (tokens[at]?.text === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

function wordAt(tokens: readonly SqlToken[], index: number): string | undefined {
  const token = tokens.at(index);
  return token?.kind === 'word' ? token.text.toLowerCase() : undefined;
}
