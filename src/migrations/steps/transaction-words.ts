import { sqlTokens } from '../../parity/declared/sql-tokens.ts';
import type { SqlToken } from '../../parity/declared/sql-tokens.ts';

/** What begins a transaction or a part of one, ends it, or says how it is to be. */
const CONTROL = new Set([
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
  'savepoint',
  'release',
  'prepare',
  'set',
  'reset',
]);

const SETTING = new Set(['set', 'reset', 'discard']);

const BOUNDS = new Set(['begin', 'start', 'commit', 'end', 'rollback', 'abort', 'prepare']);

const ANY_BOUND = new RegExp(String.raw`\b(?:${[...BOUNDS].join('|')})\b`, 'i');

/** The statements of a text, each by its tokens; the body of an SQL function belongs to the statement that makes it. */
function statementsOf(sql: string): readonly (readonly SqlToken[])[] {
  const statements: SqlToken[][] = [];
  let current: SqlToken[] = [];
  let depth = 0;
  for (const token of sqlTokens(sql)) {
    const isFirst = current.length === 0;
    if (isWord(token, 'atomic') && isWord(current.at(-1), 'begin')) depth = 1;
    else if (depth > 0 && isWord(token, 'case')) depth += 1;
    else if (depth > 0 && isWord(token, 'end')) depth -= 1;
    if (token.text === ';' && depth === 0) {
      if (!isFirst) statements.push(current);
      current = [];
    } else current.push(token);
  }
  return current.length === 0 ? statements : [...statements, current];
}

/** The first word of a text, in lower case; comments are none. */
export function firstWord(sql: string): string {
  // Texts may be long, and only comments within comments need more than a look at the beginning.
  if (!sql.includes('/*')) return /^(?:\s+|--[^\n\r]*)*([a-z]*)/i.exec(sql)?.[1]?.toLowerCase() ?? '';
  return wordOf(sqlTokens(sql));
}

/** Whether a text only says where a transaction or a part of one begins or ends, or sets something. */
export function isControl(sql: string): boolean {
  if (!CONTROL.has(firstWord(sql))) return false;
  const statements = statementsOf(sql);
  return statements.length > 0 && statements.every((one) => CONTROL.has(wordOf(one)));
}

/** Whether a text only sets what holds for its session. */
export function isSetting(sql: string): boolean {
  if (!SETTING.has(firstWord(sql))) return false;
  const statements = statementsOf(sql);
  return statements.length > 0 && statements.every((one) => SETTING.has(wordOf(one)));
}

/** Whether a text begins or ends a transaction anywhere. */
export function hasBound(sql: string): boolean {
  // A text that holds none of the words holds no such statement, and most are long.
  return ANY_BOUND.test(sql) && statementsOf(sql).some(isBound);
}

/** Whether a text of several statements has the beginning or the end of a transaction among them. */
export function hasBoundAmongOthers(sql: string): boolean {
  if (!sql.includes(';')) return false;
  const statements = statementsOf(sql);
  return statements.length > 1 && statements.some(isBound);
}

function isBound(statement: readonly SqlToken[]): boolean {
  const word = wordOf(statement);
  if (!BOUNDS.has(word)) return false;
  if (word === 'rollback') return !statement.slice(1, 3).some((token) => isWord(token, 'to'));
  return word !== 'prepare' || isWord(statement[1], 'transaction');
}

function wordOf([token]: readonly SqlToken[]): string {
  return token?.kind === 'word' ? token.text.toLowerCase() : '';
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}
