import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Answer, Statement } from '../../catalog/batch.ts';
import type { Candidate } from './candidate.ts';
import { isNode, partOf, readTree } from './node-tree.ts';
import type { Tree } from './node-tree.ts';
import { isRenamed, namedColumns, recordOf, tableOf } from './row-source.ts';
import { isSameTree } from './same-tree.ts';
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

/** What they are kept as, which anybody may read: not the text, but each part of it. */
const TREES = `
SELECT ev_class::text, ev_action::text FROM pg_catalog.pg_rewrite
WHERE ev_class IN ('pg_temp.keelson_declared'::regclass, 'pg_temp.keelson_live'::regclass)
ORDER BY ev_class = 'pg_temp.keelson_live'::regclass`;

/** How the statements begin that make the twins: what tells whose text was refused. */
export const DECLARED_TWIN = 'CREATE TEMPORARY VIEW keelson_declared AS ';
export const LIVE_TWIN = 'CREATE TEMPORARY VIEW keelson_live AS ';

/** How twins are laid before Postgres. */
export interface TwinOptions {
  /** The path under which the declared text is read. */
  readonly path: string;
  /** Whether their trees are asked for too, which are many times as long. */
  readonly withTrees: boolean;
}

/** Statements that print two queries. */
export function queryTwins({ declared, live }: Texts, options: TwinOptions): readonly Statement[] {
  return twins({
    ...options,
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
  options: TwinOptions,
): readonly Statement[] {
  const [first] = part;
  const relation = first?.asked.question.relation;
  const columns = relation === undefined ? [] : namedColumns(relation, part);
  const both = (from: string, more: Partial<Parameters<typeof twins>[0]> = {}): readonly Statement[] =>
    twins({ ...options, declared: select(texts.declared, from), live: select(texts.live, from), ...more });
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

/** Whether the trees of two queries are one, by their answers; false where they were not asked for. */
export function areSameQueries(answers: readonly Answer[]): boolean {
  const trees = treesIn(answers);
  return trees !== undefined && isSameTree(trees.declared, trees.live, trees.own);
}

/** Which of the expressions are one tree; none where they were not asked for. */
export function sameExpressions(answers: readonly Answer[]): readonly boolean[] {
  const trees = treesIn(answers);
  if (trees === undefined) return [];
  const [ours, theirs] = [valuesOf(trees.declared), valuesOf(trees.live)];
  return ours.map((tree, place) => isSameTree(tree, theirs[place] ?? '', trees.own));
}

interface Trees {
  readonly declared: Tree;
  readonly live: Tree;
  /** The numbers of the views that they are of. */
  readonly own: readonly [string, string];
}

function treesIn(answers: readonly Answer[]): Trees | undefined {
  const answer = answers.findLast(({ fields }) => fields[0]?.name === 'ev_class');
  const [ours, theirs] = (answer?.rows ?? []) as readonly (readonly string[])[];
  const [declared, live] = [ours, theirs].map((row) => readTree(row?.[1] ?? ''));
  if (declared === undefined || live === undefined) return undefined;
  return { declared, live, own: [ours?.[0] ?? '', theirs?.[0] ?? ''] };
}

/** What a query gives, column by column. */
function valuesOf(tree: Tree): readonly Tree[] {
  const query = Array.isArray(tree) ? (tree as readonly Tree[])[0] : undefined;
  const columns = isNode(query, 'QUERY') ? partOf(query, 'targetList') : undefined;
  if (!Array.isArray(columns)) return [];
  return (columns as readonly Tree[]).map(
    (column) => (isNode(column) ? partOf(column, 'expr') : undefined) ?? '',
  );
}

interface Twins extends TwinOptions {
  readonly declared: string;
  readonly live: string;
  readonly first?: readonly Statement[];
  readonly between?: readonly Statement[];
}

function twins({ path, withTrees, declared, live, first = [], between = [] }: Twins): readonly Statement[] {
  return [
    OPEN,
    ...first,
    setPath(path),
    { text: DECLARED_TWIN + declared },
    setPath(EMPTY_PATH),
    ...between,
    { text: LIVE_TWIN + live },
    { text: PRINT },
    ...(withTrees ? [{ text: TREES }] : []),
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
  const answer = answers.findLast(({ fields }) => fields[0]?.name === 'pg_get_viewdef');
  return (answer?.rows[0] ?? []) as readonly string[];
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
