import type { CatalogObject } from '../../../catalog/object.ts';
import { sqlTokens } from '../../declared/sql-tokens.ts';
import { textFact } from '../../render/facts.ts';
import { call, quoted } from '../code.ts';
import type { Sides } from '../sides.ts';
import { enumCode } from './column-type.ts';
import { sqlCode } from './sql.ts';

const WHOLE = new Set(['smallint', 'integer', 'bigint']);
const NUMBERS = /^numeric(?:\(|$)/;
const MOMENTS = /^(?:date|time(?:stamp)?\b.*)$/;
const TEXTS = /^(?:text|character varying(?:\(\d+\))?|character\(\d+\))$/;

/** The method that gives a column the default that it has; undefined for none. */
export function defaultCode(column: CatalogObject, sides: Sides): string | undefined {
  const value = textFact(column, 'default');
  const type = textFact(column, 'type') ?? '';
  if (value === undefined || column.facts.serial === true) return undefined;
  if (value === 'now()' && MOMENTS.test(type)) return 'defaultNow()';
  if (value === 'gen_random_uuid()' && type === 'uuid') return 'defaultRandom()';
  return call('default', constant(value, type, sides) ?? sqlCode(value));
}

/** A value that TypeScript can write as well; undefined where only SQL can. */
function constant(value: string, type: string, sides: Sides): string | undefined {
  const [first, ...rest] = sqlTokens(value);
  if (first === undefined) return undefined;
  // What stands behind a constant is its type.
  if (rest.length > 0 && !(rest[0]?.text === ':' && rest[1]?.text === ':')) return undefined;
  const text = first.text.startsWith("'") ? first.text.slice(1, -1).replaceAll("''", "'") : first.text;
  if (WHOLE.has(type)) {
    const isNumber = /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text));
    return isNumber ? text : undefined;
  }
  // Of these Drizzle takes strings, as they would lose digits as numbers.
  if (NUMBERS.test(type)) return /^-?\d+(?:\.\d+)?$/.test(text) ? quoted(text) : undefined;
  if (type === 'boolean') return ['true', 'false'].includes(text) ? text : undefined;
  const isText = TEXTS.test(type) || enumCode(type, sides) !== undefined;
  return isText && first.text.startsWith("'") ? quoted(text) : undefined;
}
