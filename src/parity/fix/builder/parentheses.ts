import type { SqlToken } from '../../declared/sql-tokens.ts';
import { SPECIAL_WORDS } from './keywords.ts';

/** What a query can begin with. */
const QUERIES = new Set(['select', 'with', 'values', 'table', '(', ')']);
/** Words of Postgres that are called as functions are. */
const CALLED = new Set(['coalesce', 'greatest', 'least', 'nullif']);

/** Where the parenthesis is closed that a token opens. */
export function closingOf(tokens: readonly SqlToken[], opening: number): number {
  let depth = 0;
  return tokens.findIndex(({ kind, text }, index) => {
    if (index < opening || kind !== 'symbol') return false;
    if (text === '(') depth += 1;
    else if (text === ')') depth -= 1;
    return depth === 0;
  });
}

/** Whether it is in parentheses as a whole. */
export function isEnclosed(tokens: readonly SqlToken[]): boolean {
  return tokens[0]?.text === '(' && closingOf(tokens, 0) === tokens.length - 1;
}

/** Whether the parentheses around all of it can go where others stand around it: those of a query cannot. */
export function isBareEnclosed(tokens: readonly SqlToken[]): boolean {
  return isEnclosed(tokens) && !QUERIES.has(tokens[1]?.text.toLowerCase() ?? '');
}

/** Whether it is a function's name and its parentheses, with nothing behind them. */
export function isCall(tokens: readonly SqlToken[]): boolean {
  const opening = tokens.findIndex(({ kind, text }) => kind === 'symbol' && text === '(');
  if (opening < 1 || !tokens.slice(0, opening).every(isOfFunction)) return false;
  return closingOf(tokens, opening) === tokens.length - 1;
}

/** Words that call nothing would be operators or forms of their own. */
function isOfFunction({ kind, text }: SqlToken): boolean {
  const word = text.toLowerCase();
  return (
    kind === 'name' || text === '.' || (kind === 'word' && (CALLED.has(word) || !SPECIAL_WORDS.has(word)))
  );
}
