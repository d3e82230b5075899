import type { SqlToken } from '../../declared/sql-tokens.ts';
import { closingOf, isCall, isEnclosed } from './parentheses.ts';

/** Which tokens of a statement that makes an index say what is so without them. */
export function needlessIn(tokens: readonly SqlToken[]): ReadonlySet<number> {
  const on = tokens.findIndex(({ kind, text }) => kind === 'word' && text === 'ON');
  const using = tokens.findIndex(({ kind, text }) => kind === 'word' && text === 'USING');
  const isIndex = tokens[0]?.text === 'CREATE' && tokens.slice(1, 3).some(({ text }) => text === 'INDEX');
  const [method, opening] = tokens.slice(using + 1, using + 3);
  if (!isIndex || on === -1 || using < on || opening?.text !== '(') return new Set();
  const closing = closingOf(tokens, using + 2);
  return new Set([
    ...(method?.text === 'btree' ? [using, using + 1] : []),
    ...elementsIn(tokens, using + 3, closing).flatMap(([start, end]) => aroundElement(tokens, start, end)),
    ...aroundCondition(tokens, closing),
  ]);
}

/** Where each element of a list begins, and what comes behind its own parentheses. */
function elementsIn(
  tokens: readonly SqlToken[],
  from: number,
  to: number,
): readonly (readonly [start: number, end: number])[] {
  const starts: number[] = [];
  let isStart = true;
  for (let index = from; index < to; index += 1) {
    if (isStart) starts.push(index);
    isStart = tokens[index]?.text === ',';
    if (tokens[index]?.text === '(') index = closingOf(tokens, index);
  }
  return starts.flatMap((start) =>
    tokens[start]?.text === '(' ? [[start, closingOf(tokens, start)] as const] : [],
  );
}

/** One pair of parentheses is enough, and a call needs none. */
function aroundElement(tokens: readonly SqlToken[], start: number, end: number): readonly number[] {
  const inside = tokens.slice(start + 1, end);
  return isCall(inside) || isEnclosed(inside) ? [start, end] : [];
}

/** A condition at the end needs none. */
function aroundCondition(tokens: readonly SqlToken[], after: number): readonly number[] {
  const where = tokens.findIndex(
    ({ kind, text }, index) => index > after && kind === 'word' && text === 'WHERE',
  );
  if (where === -1) return [];
  const needless: number[] = [];
  for (let start = where + 1, end = tokens.length - 1; start < end; start += 1, end -= 1) {
    if (!isEnclosed(tokens.slice(start, end + 1))) break;
    needless.push(start, end);
  }
  return needless;
}
