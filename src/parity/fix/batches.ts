import { quoteLiteral } from '../../postgres/identifier.ts';
import { quoted, template } from './code.ts';

/** Rows written a thousand at a time, each time in a transaction of its own, until none is left. */
export function inBatches(
  table: string,
  {
    change,
    left,
    values = [],
  }: { readonly change: string; readonly left: string; readonly values?: readonly unknown[] },
): readonly string[] {
  const rows = `select ctid from ${table}${left === '' ? '' : ` where ${left}`} limit 1000`;
  // Partitions have rows of the same ctid: only those that are left are meant.
  const isLeft = left === '' ? '' : ` and ${/\bor\b/i.test(left) ? `(${left})` : left}`;
  const text = `${change} where ctid = any (array(${rows}))${isLeft}`;
  const bound = bindings(text, values);
  return [
    'for (;;) {',
    `  const { rowCount } = await knex.raw(${bound});`,
    '  if (rowCount === 0) break;',
    '}',
  ];
}

/** A statement with $1, $2 and their values as Knex takes them. */
function bindings(text: string, values: readonly unknown[]): string {
  const given: string[] = [];
  const marked = text.replaceAll('?', '\\?').replaceAll(/\$(\d+)/g, (_, number: string) => {
    given.push(JSON.stringify(values[Number(number) - 1] ?? null));
    return '?';
  });
  const written = marked.includes("'") ? template(marked) : quoted(marked);
  return given.length === 0 ? written : `${written}, [${given.join(', ')}]`;
}

/** Where numbers of pages are to stand, in a text that is not code yet. */
const [FIRST, NEXT] = ['\uE000', '\uE001'] as const;
/** How many pages of a table are written at a time: some thousand rows, a megabyte. */
const PAGES = 100;

/**
 * Rows written page by page, each time in a transaction of its own: every page that is there is read once, whatever a trigger
 * makes of a row, and however many have nothing left to be written.
 */
export function pageByPage(
  table: string,
  { change, left }: { readonly change: string; readonly left: string },
): readonly string[] {
  // Partitions and heirs have pages of the same numbers.
  const parts = `with recursive parts as (
  select ${quoteLiteral(table).trim()}::regclass::oid as oid
  union select inhrelid from pg_inherits join parts on inhparent = parts.oid
)
select generate_series(0, max(pg_relation_size(oid)) / current_setting('block_size')::int, ${PAGES})::float8 as page
from parts`;
  const isLeft = /\bor\b/i.test(left) ? `(${left})` : left;
  const text = `${change} where ctid >= '(${FIRST},0)' and ctid < '(${NEXT},0)' and ${isLeft}`;
  const code = template(text.replaceAll('?', '\\?'))
    .replace(FIRST, '${page}')
    .replace(NEXT, `\${page + ${PAGES}}`);
  return [
    '{',
    ...`  const pages = await knex.raw(${template(indented(parts.replaceAll('?', '\\?')))});`.split('\n'),
    '  for (const { page } of pages.rows) {',
    `    await knex.raw(${code});`,
    '  }',
    '}',
  ];
}

/** SQL in lines of its own, as other statements of a migration stand. */
function indented(sql: string): string {
  return `\n${sql
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}`;
}
