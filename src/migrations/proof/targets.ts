import type { Client } from 'pg';
import { nameAt, sqlTokens } from '../../parity/declared/sql-tokens.ts';
import type { SqlToken } from '../../parity/declared/sql-tokens.ts';

/** The functions that people wrote, by name. */
const FUNCTIONS = `
select proname as name, coalesce(pg_get_function_sqlbody(oid), prosrc) as body from pg_proc
where pronamespace <> 'pg_catalog'::regnamespace and proname = any ($1) and prolang in (
  select oid from pg_language where lanname in ('sql', 'plpgsql'))
order by oid`;

/** The tables that SQL names as those whose rows it changes, in functions that it calls too. */
export async function targetsOf(client: Client, sql: string): Promise<ReadonlySet<string>> {
  const written = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const texts = [sql];
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    const tokens = withBodies(text);
    for (const name of targetsIn(tokens)) written.set(name.join('\0'), name);
    const called = callsIn(tokens).filter((name) => !seen.has(name));
    if (called.length === 0) continue;
    for (const name of called) seen.add(name);
    const { rows } = await client.query<{ body: string }>(FUNCTIONS, [called]);
    texts.push(...rows.map(({ body }) => body));
  }
  return new Set([...written.values()].map((name) => name.map(quoted).join('.')));
}

/** The pieces of a text, and those of the texts in dollar signs in it: the body of a block or of a function. */
function withBodies(sql: string): readonly SqlToken[] {
  return sqlTokens(sql).flatMap((token) => {
    const open = token.kind === 'text' ? /^\$[^$]*\$/.exec(token.text)?.[0].length : undefined;
    return open === undefined ? [token] : withBodies(token.text.slice(open, -open));
  });
}

function targetsIn(tokens: readonly SqlToken[]): readonly (readonly string[])[] {
  const word = (at: number): string => (tokens[at]?.kind === 'word' ? tokens[at].text.toLowerCase() : '');
  const after = (start: number, ...words: readonly string[]): number =>
    words.reduce((at, text) => (word(at) === text ? at + 1 : at), start);
  const named = (start: number): readonly string[] | undefined => nameAt(tokens, start)?.parts;
  return tokens.flatMap((_, at): readonly (readonly string[])[] => {
    const [first, second] = [word(at), word(at + 1)];
    if ((first === 'insert' || first === 'merge') && second === 'into') return list(named(at + 2));
    if (first === 'merge') return [];
    if (first === 'delete' && second === 'from') return list(named(after(at + 2, 'only')));
    if (first === 'update' && word(at - 1) !== 'for' && word(at - 1) !== 'on') {
      return list(named(after(at + 1, 'only')));
    }
    if (first === 'copy') return list(named(at + 1));
    return first === 'truncate' ? listed(tokens, after(at + 1, 'table'), after) : [];
  });
}

/** Names with commas between them, each perhaps with `only` before and a star behind. */
function listed(
  tokens: readonly SqlToken[],
  start: number,
  after: (start: number, ...words: readonly string[]) => number,
): readonly (readonly string[])[] {
  const names: (readonly string[])[] = [];
  for (let at = start; ;) {
    const name = nameAt(tokens, after(at, 'only'));
    if (name === undefined) return names;
    names.push(name.parts);
    const next = tokens[name.end]?.text === '*' ? name.end + 1 : name.end;
    if (tokens[next]?.text !== ',') return names;
    at = next + 1;
  }
}

function callsIn(tokens: readonly SqlToken[]): readonly string[] {
  return tokens.flatMap((_, at) => {
    const name = nameAt(tokens, at);
    return name !== undefined && tokens[name.end]?.text === '(' ? [name.parts.at(-1) ?? ''] : [];
  });
}

function list(name: readonly string[] | undefined): readonly (readonly string[])[] {
  return name === undefined ? [] : [name];
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
