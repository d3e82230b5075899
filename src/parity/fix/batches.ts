import { quoteLiteral } from '../../postgres/identifier.ts';
import { sqlTokens } from '../declared/sql-tokens.ts';
import { list, template } from './code.ts';

/** Where numbers of pages are to stand, in a text that is not code yet. */
const [FIRST, NEXT] = ['\uE000', '\uE001'] as const;
/** How many pages of a table are written at a time: a thousand rows or two, of the smallest not ten thousand. */
const PAGES = 40;

/**
 * Rows written page by page, each time in a transaction of its own: every page that is there is read once, whatever a trigger
 * makes of a row, and however many have nothing left to be written.
 */
export function pageByPage(
  table: string,
  {
    change,
    left,
    values = [],
  }: {
    readonly change: string;
    /** Which rows are still to be written; all of them unless given. */
    readonly left?: string;
    /** What $1, $2 stand for in both. */
    readonly values?: readonly unknown[];
  },
): readonly string[] {
  // Partitions and heirs have pages of the same numbers.
  const parts = `with recursive parts as (
  select ${quoteLiteral(table).trim()}::regclass::oid as oid
  union select inhrelid from pg_inherits join parts on inhparent = parts.oid
)
select generate_series(0, max(pg_relation_size(oid)) / current_setting('block_size')::int, ${PAGES})::float8 as page
from parts`;
  const pages = `ctid >= '(${FIRST},0)' and ctid < '(${NEXT},0)'`;
  const isLeft = left === undefined ? '' : ` and ${/\bor\b/i.test(left) ? `(${left})` : left}`;
  const { text, given } = withBindings(`${change} where ${pages}${isLeft}`, values);
  const code = template(text).replace(FIRST, '${page}').replace(NEXT, `\${page + ${PAGES}}`);
  return [
    '{',
    ...`  const pages = await knex.raw(${template(indented(escaped(parts)))});`.split('\n'),
    '  for (const { page } of pages.rows) {',
    `    await knex.raw(${[code, ...(given.length === 0 ? [] : [list(given)])].join(', ')});`,
    '  }',
    '}',
  ];
}

/** A statement with $1 and $2 as Knex takes it: a question mark for a value, and the values in the order of those. */
function withBindings(
  sql: string,
  values: readonly unknown[],
): { readonly text: string; readonly given: readonly string[] } {
  const given: string[] = [];
  let [text, at] = ['', 0];
  const tokens = values.length === 0 ? [] : sqlTokens(sql);
  tokens.forEach(({ text: sign, start, end }, index) => {
    const number = tokens[index + 1];
    if (sign !== '$' || number?.start !== end || !/^\d+$/.test(number.text)) return;
    text += `${escaped(sql.slice(at, start))}?`;
    at = number.end;
    given.push(JSON.stringify(values[Number(number.text) - 1] ?? null));
  });
  return { text: text + escaped(sql.slice(at)), given };
}

/** Knex takes a question mark for a value otherwise. */
function escaped(sql: string): string {
  return sql.replaceAll('?', '\\?');
}

/** SQL in lines of its own, as other statements of a migration stand. */
function indented(sql: string): string {
  return `\n${sql
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}`;
}
