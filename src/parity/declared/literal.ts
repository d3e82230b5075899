import { quoteLiteral } from '../../postgres/identifier.ts';
import { entityKinds, isEnum } from './entity.ts';

/** A value that has no form in SQL; the message says what it is. */
export class Unwritable extends Error {}

/** A value as an SQL constant. What is not a number, a truth value or null is a text that Postgres reads by its type. */
export function literal(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return quoteLiteral(Array.isArray(value) ? arrayText(value) : plainText(value));
}

/** A constant in the midst of other SQL, where `a-` before a negative number would begin a comment. */
export function operand(value: unknown): string {
  const text = literal(value);
  return text.startsWith('-') ? `(${text})` : text;
}

/** An array as Postgres writes it: `{1,NULL,"a \"b\""}`. */
export function arrayText(elements: readonly unknown[]): string {
  return `{${elements.map(elementText).join(',')}}`;
}

function elementText(element: unknown): string {
  if (element === null || element === undefined) return 'NULL';
  if (Array.isArray(element)) return arrayText(element);
  if (typeof element === 'number' || typeof element === 'boolean' || typeof element === 'bigint')
    return String(element);
  return `"${plainText(element).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The text that Postgres would read as the value. */
function plainText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectText(value);
    case 'undefined':
      throw new Unwritable('nothing');
    case 'function':
      throw new Unwritable(isEnum(value) ? 'an enum' : 'a function');
    default:
      throw new Unwritable(`a ${typeof value}`);
  }
}

function objectText(value: object): string {
  const [kind] = entityKinds(value);
  if (kind !== undefined) throw new Unwritable(`a ${kind}`);
  // A date may come from another realm, as a test's does.
  if (Object.prototype.toString.call(value) === '[object Date]') return isoText(value as Date);
  if (ArrayBuffer.isView(value)) {
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  }
  return jsonText(value);
}

function isoText(value: Date): string {
  if (Number.isNaN(value.getTime())) throw new Unwritable('a date that is none');
  return value.toISOString();
}

/** A value as JSON. */
export function jsonText(value: unknown): string {
  try {
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) return text;
  } catch (error) {
    throw new Unwritable(`something that JSON has no form for (${(error as Error).message})`);
  }
  throw new Unwritable(`a ${typeof value}, for which JSON has no form`);
}
