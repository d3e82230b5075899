import { sqlTokens } from '../../../parity/declared/sql-tokens.ts';
import { migrations } from '../code.ts';
import { pageByPage } from '../../../parity/fix/batches.ts';
import type { ProbedStatement } from '../../probe/probed.ts';
import type { Rule } from '../rule.ts';
import { inForce, isAtLeast } from '../seen.ts';

/** More than these are held until the migration ends. */
const MANY = 1000;
/** The same of a statement that is a transaction of its own, and over in a moment. */
const MANY_ALONE = 10_000;

/** All rows of a table, or many, written in one statement. */
export const backfillLocksRows: Rule = {
  id: 'backfill-locks-rows',
  title: 'Many rows written at once',
  judge: ({ statement }) => {
    const whole = wholeTable(statement.sql);
    const tables = inForce(statement).filter(
      ({ kind, mode }) => kind === 'table' && isAtLeast(mode, 'RowExclusive'),
    );
    const most = statement.inTransaction ? MANY : MANY_ALONE;
    const many = statement.written.filter(({ updated, deleted }) => updated + deleted > most);
    const names = new Set([
      ...many.map(({ relation }) => relation),
      ...(whole === undefined
        ? []
        : tables.map(({ relation }) => relation).filter((name) => isNamed(name, whole.table))),
    ]);
    return [...names].map((name) => ({
      what:
        whole === undefined ? `many rows of ${name} written at once` : `every row of ${name} written at once`,
      why: 'each row stays locked until the migration ends, the table grows by what was written, and a failure near the end undoes all of it',
      fix: whole === undefined ? byKey(name) : batches(name, whole, statement),
    }));
  },
};

interface Whole {
  readonly verb: 'update' | 'delete';
  readonly table: string;
  /** What an update sets: a column and its value, as they are written. */
  readonly set: readonly { readonly column: string; readonly value: string }[];
}

/** An update or delete without a condition. */
function wholeTable(sql: string): Whole | undefined {
  const tokens = sqlTokens(sql).filter(({ text }, index, all) => text !== ';' || index < all.length - 1);
  const word = (at: number): string => (tokens[at]?.kind === 'word' ? tokens[at].text.toLowerCase() : '');
  const words = tokens.map((_, at) => word(at));
  const verb = word(0);
  if ((verb !== 'update' && verb !== 'delete') || words.includes('where')) return undefined;
  const start = verb === 'delete' ? 2 : 1;
  const first = word(start) === 'only' ? start + 1 : start;
  let end = first + 1;
  while (tokens[end]?.text === '.') end += 2;
  const table = sql.slice(tokens[first]?.start ?? 0, tokens[end - 1]?.end ?? 0);
  const from = words.indexOf('set');
  const simple = !words.includes('from') && !words.includes('returning') && word(end) === 'set';
  if (verb === 'delete' || !simple) return { verb, table, set: [] };
  const set: { column: string; value: string }[] = [];
  let at = from + 1;
  while (at < tokens.length) {
    const column = tokens[at]?.text ?? '';
    let depth = 0;
    let stop = at + 2;
    while (stop < tokens.length && !(depth === 0 && tokens[stop]?.text === ',')) {
      if (tokens[stop]?.text === '(') depth += 1;
      if (tokens[stop]?.text === ')') depth -= 1;
      stop += 1;
    }
    if (tokens[at + 1]?.text !== '=') return { verb, table, set: [] };
    set.push({ column, value: sql.slice(tokens[at + 2]?.start ?? 0, tokens[stop - 1]?.end ?? 0) });
    at = stop + 1;
  }
  return { verb, table, set };
}

function isNamed(name: string, written: string): boolean {
  const plain = (text: string): string => text.replaceAll('"', '').toLowerCase();
  return plain(name) === plain(written) || plain(name).endsWith(`.${plain(written)}`);
}

function batches(name: string, { verb, table, set }: Whole, { values, sql }: ProbedStatement): string {
  const title = 'page by page, each time in a transaction of its own';
  if (verb === 'delete' && !/\busing\b/i.test(sql)) {
    const up = pageByPage(table, { change: `delete from ${table}` });
    return migrations([{ title, transaction: false, up }]);
  }
  // A value that is made of what was there would be made again and again.
  const again = set.some(({ column, value }) =>
    sqlTokens(value).some(
      ({ kind, text }) =>
        kind === 'name' ||
        text === column ||
        (/^\w+$/.test(text) && kind === 'word' && !/^(?:true|false|null)$/i.test(text)),
    ),
  );
  if (set.length === 0 || again) return byKey(name);
  const left = set.map(({ column, value }) => `${column} is distinct from ${value}`).join(' or ');
  const changed = set.map(({ column, value }) => `${column} = ${value}`).join(', ');
  const up = pageByPage(table, { change: `update ${table} set ${changed}`, left, values });
  return migrations([{ title, transaction: false, up }]);
}

function byKey(name: string): string {
  return `a migration of its own with export const config = { transaction: false } that goes through the key of ${name} a thousand rows at a time: each statement is then a transaction of its own, and noted, so that a failure goes on where it ended`;
}
