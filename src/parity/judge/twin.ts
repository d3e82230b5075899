import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Answer, Statement } from '../../catalog/batch.ts';
import type { Candidate } from './candidate.ts';
import { isRenamed, namedColumns, recordOf, tableOf } from './row-source.ts';
import { EMPTY_PATH, setPath } from './search-path.ts';
import { tokensOf } from './tokens.ts';

/** Texts of both sides, pair by pair. */
export interface Texts {
  readonly declared: readonly string[];
  readonly live: readonly string[];
}

/*
 * A view keeps a text as Postgres read it, before anything is simplified, and is printed from that: COLLATE, functions
 * and queries in full. It reads no row, so that it takes no right on the table, and asks no more than that the text
 * can be read. Each pair is made in a savepoint that is taken back, with its locks, before the next one.
 */
const OPEN: Statement = { text: 'SAVEPOINT keelson_twin' };
const CLOSE: readonly Statement[] = [
  { text: 'ROLLBACK TO SAVEPOINT keelson_twin' },
  { text: 'RELEASE SAVEPOINT keelson_twin' },
];
const PRINT = `
SELECT pg_catalog.pg_get_viewdef('pg_temp.keelson_declared'::regclass), pg_catalog.pg_get_viewdef('pg_temp.keelson_live'::regclass)`;

/** How the statements begin that make the twins: what tells whose text was refused. */
export const DECLARED_TWIN = 'CREATE TEMPORARY VIEW keelson_declared AS ';
export const LIVE_TWIN = 'CREATE TEMPORARY VIEW keelson_live AS ';

/** Statements that print two queries. The declared one is read under the path that is given. */
export function queryTwins({ declared, live }: Texts, path: string): readonly Statement[] {
  return twins({
    path,
    declared: `(${declared[0] ?? ''}\n)`,
    live: `(${live[0] ?? ''}\n)`,
  });
}

/** What they print. */
export function printedQueries(answers: readonly Answer[]): Texts {
  const [declared, live] = printed(answers).map((text) => text.trim().replace(/;$/, ''));
  return { declared: [declared ?? ''], live: [live ?? ''] };
}

/** Statements that print expressions over the rows of one source. */
export function expressionTwins(
  part: readonly Candidate[],
  texts: Texts,
  path: string,
): readonly Statement[] {
  const [first] = part;
  const relation = first?.asked.question.relation;
  const columns = relation === undefined ? [] : namedColumns(relation, part);
  const both = (from: string, more: Partial<Parameters<typeof twins>[0]> = {}): readonly Statement[] =>
    twins({ path, declared: select(texts.declared, from), live: select(texts.live, from), ...more });
  if (first === undefined || relation === undefined || first.source === 'nothing') return both('');
  if (first.source === 'table') return both(` FROM ${tableOf(relation)}`);
  if (!isRenamed(relation)) return both(` FROM ${recordOf(relation.name, columns, 'live')}`);
  // Made by the names of one side and given those of the other: what was read by then follows the names.
  const declaredName = quoteIdentifier(relation.declaredName);
  const liveName = quoteIdentifier(relation.name);
  const passing = columns.map((_, index) => `keelson_column_${index}`);
  const rename = (from: string, to: string): Statement => ({
    text: `ALTER VIEW pg_temp.${declaredName} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`,
  });
  return both(` FROM pg_temp.${declaredName}`, {
    first: [
      {
        text: `CREATE TEMPORARY VIEW ${declaredName} AS SELECT * FROM ${recordOf('x', columns, 'declared')}`,
      },
    ],
    between: [
      ...columns.map(({ declared }, index) => rename(declared, passing[index] ?? '')),
      ...columns.map(({ live }, index) => rename(passing[index] ?? '', live)),
      ...(declaredName === liveName
        ? []
        : [{ text: `ALTER VIEW pg_temp.${declaredName} RENAME TO ${liveName}` }]),
    ],
    live: select(texts.live, ` FROM pg_temp.${liveName}`),
  });
}

/** What they print. */
export function printedExpressions(answers: readonly Answer[], count: number): Texts {
  const [declared = '', live = ''] = printed(answers);
  return { declared: columnsOf(declared, count), live: columnsOf(live, count) };
}

interface Twins {
  readonly path: string;
  readonly declared: string;
  readonly live: string;
  readonly first?: readonly Statement[];
  readonly between?: readonly Statement[];
}

function twins({ path, declared, live, first = [], between = [] }: Twins): readonly Statement[] {
  return [
    OPEN,
    ...first,
    setPath(path),
    { text: DECLARED_TWIN + declared },
    setPath(EMPTY_PATH),
    ...between,
    { text: LIVE_TWIN + live },
    { text: PRINT },
    ...CLOSE,
  ];
}

function select(texts: readonly string[], from: string): string {
  return `SELECT ${texts.map((text, index) => `(${text}\n) AS ${columnName(index)}`).join(', ')}${from}`;
}

function columnName(index: number): string {
  return `keelson_${index}`;
}

function printed(answers: readonly Answer[]): readonly string[] {
  return (answers.at(-1 - CLOSE.length)?.rows[0] ?? []) as readonly string[];
}

/** The expressions of a printed view: what stands before the name of each column. */
function columnsOf(view: string, count: number): readonly string[] {
  const tokens = tokensOf(view) ?? [];
  const columns: string[] = [];
  let from = tokens[0]?.to ?? 0;
  tokens.forEach((token, index) => {
    const name = tokens[index + 1];
    if (token.depth !== 0 || token.value !== 'as' || name?.value !== columnName(columns.length)) return;
    columns.push(view.slice(from, token.from).trim());
    from = tokens[index + 2]?.to ?? 0;
  });
  if (columns.length !== count) throw new Error(`${columns.length} of ${count} columns in ${view}`);
  return columns;
}
