import { quoteIdentifier } from '../../postgres/identifier.ts';
import { tokensOf } from '../judge/tokens.ts';

/**
 * A declared text with the names that the database has for what was renamed. It is a guess about what each name in it
 * stands for, so that nothing follows from it but what Postgres then says: whether that text is the one it holds.
 */
export function inNewNames(sql: string, renames: ReadonlyMap<string, string>): string | undefined {
  let text = '';
  let at = 0;
  for (const { from, to, name } of namesIn(sql, renames)) {
    text += sql.slice(at, from) + quoteIdentifier(name);
    at = to;
  }
  return at === 0 ? undefined : text + sql.slice(at);
}

/** The names in it that were renamed, each once, by their old names. */
export function renamedIn(sql: string, renames: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set(namesIn(sql, renames).map(({ old }) => old))];
}

function namesIn(sql: string, renames: ReadonlyMap<string, string>) {
  return (tokensOf(sql) ?? []).flatMap(({ kind, value, from, to }) => {
    const name = kind === 'name' || kind === 'quoted' ? renames.get(value) : undefined;
    return name === undefined ? [] : [{ from, to, old: value, name }];
  });
}
