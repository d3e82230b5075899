import { sqlTokens } from '../../parity/declared/sql-tokens.ts';

/** What a text does to the transaction alone; undefined for a statement that does anything else. */
export type Control = 'begin' | 'end' | 'undo' | 'point';

const CONTROL: Readonly<Record<string, Control>> = {
  begin: 'begin',
  start: 'begin',
  commit: 'end',
  end: 'end',
  rollback: 'undo',
  abort: 'undo',
  savepoint: 'point',
  release: 'point',
};

/** What a text does to the transaction, if that is all that it does. */
export function controlIn(sql: string): Control | undefined {
  const tokens = sqlTokens(sql.length > 200 ? `${sql.slice(0, 200)} ;x` : sql);
  const first = tokens[0];
  if (first?.kind !== 'word') return undefined;
  const end = tokens.findIndex(({ text }) => text === ';');
  if (end !== -1 && end < tokens.length - 1) return undefined;
  return CONTROL[first.text.toLowerCase()];
}

/** The first word of a statement, in lower case. */
export function verbOf(sql: string): string {
  return (sqlTokens(sql.slice(0, 2000))[0]?.text ?? '').toLowerCase();
}
