import { Problem } from '../../../problem.ts';

/** A place in the log of a server; whoever has replayed as far has all that was written before. */
export type WalPosition = bigint;

const FORM = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/** Reads a position as Postgres writes it, `16/B374D848`; undefined for anything else. */
export function readWalPosition(text: unknown): WalPosition | undefined {
  const [, high, low] = (typeof text === 'string' ? FORM.exec(text) : null) ?? [];
  return high === undefined || low === undefined
    ? undefined
    : (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** The same for a mark that somebody gives, who is told where it is none. */
export function requireWalPosition(mark: unknown): WalPosition {
  const position = readWalPosition(mark);
  if (position !== undefined) return position;
  throw new Problem({
    code: 'query/write-mark',
    what: 'what was given is no write mark',
    why: 'a mark that came back from a browser may have been changed there',
    fix: 'give what writeMark() returned; isWriteMark() tells before',
  });
}

/** Whether a text, from a cookie for example, has the form of a write mark. */
export function isWriteMark(text: unknown): text is string {
  return readWalPosition(text) !== undefined;
}
