import type { SqlToken } from '../../declared/sql-tokens.ts';
import { closingOf, isBareEnclosed, isCall, isEnclosed } from './parentheses.ts';

/** Which tokens of a statement say what is so without them. */
export function needlessIn(tokens: readonly SqlToken[]): ReadonlySet<number> {
  const [first, second] = tokens;
  if (first?.text === 'CREATE' && second?.text === 'POLICY') return aroundConditions(tokens);
  if (first?.text === 'ALTER' && second?.text === 'TABLE') return aroundConditions(tokens);
  return inIndex(tokens);
}

/** A second pair of parentheses around the condition of a check or a policy. */
function aroundConditions(tokens: readonly SqlToken[]): ReadonlySet<number> {
  const needless = new Set<number>();
  for (let index = 0; index < tokens.length; index += 1) {
    if (tokens[index]?.text !== '(') continue;
    const closing = closingOf(tokens, index);
    const before = tokens[index - 1];
    const isCondition = before?.kind === 'word' && (before.text === 'CHECK' || before.text === 'USING');
    if (isCondition && isBareEnclosed(tokens.slice(index + 1, closing))) needless.add(index).add(closing);
    index = closing;
  }
  return needless;
}

function inIndex(tokens: readonly SqlToken[]): ReadonlySet<number> {
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
