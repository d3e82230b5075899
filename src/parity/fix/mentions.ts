import { nameOfToken, sqlTokens } from '../declared/sql-tokens.ts';

/** Names are looked for in the same texts again and again. */
const KNOWN = new Map<string, ReadonlySet<string | undefined>>();
const MANY = 1000;

/** Whether SQL has a name in it, whatever it stands for there. */
export function mentions(sql: string, name: string): boolean {
  let names = KNOWN.get(sql);
  if (names === undefined) {
    names = new Set(sqlTokens(sql).map(nameOfToken));
    if (KNOWN.size >= MANY) KNOWN.clear();
    KNOWN.set(sql, names);
  }
  return names.has(name);
}
