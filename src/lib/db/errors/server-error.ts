import { isDate, isNativeError, isUint8Array } from 'node:util/types';
import { withSecret } from '../../../postgres/secret.ts';

/** What Postgres writes values into that somebody stored or sent: `Key (email)=(…) already exists`. */
const VALUE_FIELDS = ['detail', 'where', 'internalQuery'] as const;

/** The class of SQLSTATEs whose messages quote the value that was wrong. */
const DATA_EXCEPTION = '22';

/** From the first quotation mark of a message to the last, in whatever language the server speaks. */
const QUOTED = /(["'«»„“”‚‘’「」]).*(["'«»„“”‚‘’「」])/s;

/** Shorter ones stand in too many words to be told from them. */
const SHORTEST = 4;

/**
 * Takes parameter values out of what is printed of an error: its message, its stack, and the fields that inspection and
 * JSON show. `detail` and its like can still be read, by their names.
 */
export function hideValues(error: unknown, values: readonly unknown[]): void {
  if (!isNativeError(error)) return;
  const { code } = error as { readonly code?: unknown };
  const fields = error as unknown as Record<string, unknown>;
  for (const field of VALUE_FIELDS) if (fields[field] !== undefined) withSecret(error, field, fields[field]);
  const texts = textsOf(values);
  const isAboutValue = typeof code === 'string' && code.length === 5 && code.startsWith(DATA_EXCEPTION);
  const shown = isAboutValue ? error.message.replace(QUOTED, '$1…$2') : error.message;
  reword(error, without(shown, texts));
  if (typeof fields.hint === 'string') fields.hint = without(fields.hint, texts);
}

/** Gives an error another message, in its stack too. */
export function reword(error: Error, message: string): void {
  const { message: before, stack } = error;
  if (before === message) return;
  error.message = message;
  if (stack === undefined) return;
  const at = stack.indexOf(before);
  error.stack =
    at < 0
      ? [`${error.name}: ${message}`, ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n')
      : `${stack.slice(0, at)}${message}${stack.slice(at + before.length)}`;
}

function without(text: string, values: readonly string[]): string {
  return values.reduce(
    (rest, value) => (value.length > rest.length ? rest : rest.replaceAll(value, '…')),
    text,
  );
}

/** All that a message could quote of some values, the longest first. */
function textsOf(values: readonly unknown[]): string[] {
  const texts = new Set<string>();
  const seen = new Set<object>();
  const add = (text: string): void => {
    if (text.length >= SHORTEST) texts.add(text);
  };
  const look = (value: unknown): void => {
    if (typeof value === 'string') add(value);
    else if (typeof value === 'number' || typeof value === 'bigint') add(value.toString());
    else if (isUint8Array(value)) {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      add(bytes.toString('hex'));
      add(bytes.toString('utf8'));
    } else if (isDate(value)) {
      if (!Number.isNaN(value.getTime())) add(value.toISOString());
    } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      for (const part of Object.values(value)) look(part);
    }
  };
  for (const value of values) look(value);
  return [...texts].sort((a, b) => b.length - a.length);
}
