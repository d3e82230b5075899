import { nameOfToken, sqlTokens } from '../declared/sql-tokens.ts';

/** Names are looked for in the same texts again and again. */
const KNOWN = new Map<string, ReadonlySet<string>>();
const MANY = 10_000;

/** Whether SQL has a name in it, whatever it stands for there. */
export function mentions(sql: string, name: string): boolean {
  return namesIn(sql).has(name);
}

/** All names and words in SQL. */
export function namesIn(sql: string): ReadonlySet<string> {
  const known = KNOWN.get(sql);
  if (known !== undefined) return known;
  const names = new Set(
    sqlTokens(sql)
      .map(nameOfToken)
      .filter((name) => name !== undefined),
  );
  if (KNOWN.size >= MANY) KNOWN.clear();
  KNOWN.set(sql, names);
  return names;
}
