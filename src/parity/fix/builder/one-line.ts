import { sqlTokens } from '../../declared/sql-tokens.ts';

/** An expression in one line where that says the same: no comment ends with its line, and no constant goes over several. */
export function inOneLine(sql: string): string {
  if (!sql.includes('\n')) return sql;
  let line = '';
  let at = 0;
  for (const { text, start, end } of sqlTokens(sql)) {
    const gap = sql.slice(at, start);
    if (gap.trim() !== '') return sql;
    line += gap.includes('\n') ? (line === '' || line.endsWith('(') || text === ')' ? '' : ' ') : gap;
    line += text;
    at = end;
  }
  return sql.slice(at).trim() === '' ? line : sql;
}
