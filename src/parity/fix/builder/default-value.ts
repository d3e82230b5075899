import { sqlTokens } from '../../declared/sql-tokens.ts';
import type { SqlToken } from '../../declared/sql-tokens.ts';
import { parenthesised } from '../../render/expression.ts';
import { call, quoted } from '../code.ts';
import { link } from '../knex.ts';
import { isCall, isEnclosed } from './parentheses.ts';
import { inOneLine } from './one-line.ts';
import type { Link } from './piece.ts';
import { readable } from './readable.ts';

const PLAIN_TEXT = /^'(?:[^'\\]|'')*'$/;
/** What Knex quotes is the same value to Postgres of these types only. */
const QUOTED_NUMBERS = new Set(['integer']);
const SAFE_NUMBER = /^-?\d{1,10}$/;

/** A column's default; undefined for one that Knex cannot send as it is. */
export function defaultLink(value: string, type: string): Link | undefined {
  // A binding within a binding has no escape.
  if (value.includes('?')) return undefined;
  return link('defaultTo', constant(value, type) ?? rawValue(value));
}

/** A value as TypeScript has it; undefined where Knex would make something else of it. */
function constant(value: string, type: string): string | undefined {
  if (type === 'boolean') return /^(?:true|false)$/i.test(value) ? value.toLowerCase() : undefined;
  if (QUOTED_NUMBERS.has(type) && SAFE_NUMBER.test(value)) return String(Number(value));
  const [text, ...rest] = sqlTokens(value);
  if (text?.kind !== 'text' || !PLAIN_TEXT.test(text.text)) return undefined;
  const isCast = type === 'text' && value.slice(text.end) === '::text';
  return (rest.length === 0 && value === text.text) || isCast
    ? quoted(text.text.slice(1, -1).replaceAll("''", "'"))
    : undefined;
}

function rawValue(value: string): string {
  if (value === 'CURRENT_TIMESTAMP') return 'knex.fn.now()';
  return call('knex.raw', quoted(readable(inItsPlace(inOneLine(value)))));
}

/** Beside other words of a column only constants, casts and calls stand without parentheses. */
function inItsPlace(value: string): string {
  const tokens = sqlTokens(value);
  const isWhole = !/--|\/\*/.test(value) && (isConstant(tokens) || isCall(tokens) || isEnclosed(tokens));
  return isWhole ? value : parenthesised(value);
}

/** A constant, with its type or without. */
function isConstant([first, ...rest]: readonly SqlToken[]): boolean {
  if (first?.kind !== 'text') return false;
  if (rest.length === 0) return true;
  const [one, other, ...type] = rest;
  return one?.text === ':' && other?.text === ':' && type.length > 0 && type.every(isOfName);
}

function isOfName({ kind, text }: SqlToken): boolean {
  return kind === 'name' || kind === 'word' || text === '.';
}
