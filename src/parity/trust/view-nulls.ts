import type { DatabaseError } from 'pg';
import type { Answer } from '../../catalog/batch.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Session } from '../../catalog/session.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { attemptAll } from '../judge/attempts.ts';
import type { Attempt } from '../judge/attempts.ts';
import type { Pair } from '../pair/siblings.ts';

/** A column that a view's declaration says is never null. */
export interface ViewColumn {
  readonly pair: Pair;
  /** The view or materialized view. */
  readonly view: CatalogObject;
}

/**
 * `never` is proven; `passed` is a column of a table that allows null. Of what is `computed` Postgres knows nothing,
 * so that there is nothing for the declaration to disagree with. `unknown` could not be asked.
 */
export type Nulls =
  { readonly is: 'never' | 'passed' | 'computed' } | { readonly is: 'unknown'; readonly reason: string };

/**
 * Postgres then looks for contradictions in every query, and knows of NOT NULL while it does. That a policy hides the
 * rows from this role would be one: it is refused instead.
 */
const SETTINGS = { search_path: '', constraint_exclusion: 'on', row_security: 'off' };

const NOT_ALLOWED = '42501';

/**
 * Asks the planner for the rows in which a column is null: where it finds that there can be none, the column is
 * never null. The catalogue does not say, since a view's columns are all nullable in it.
 */
export async function viewNulls(session: Session, columns: readonly ViewColumn[]): Promise<readonly Nulls[]> {
  const found = columns.map((): Nulls => ({ is: 'unknown', reason: 'it was not asked' }));
  const attempts = columns.map((column, index): Attempt => {
    const name = quoteIdentifier(column.pair.live.name);
    const source = sourceOf(column.view);
    return {
      statements: [{ text: `EXPLAIN (COSTS OFF, FORMAT JSON) SELECT FROM ${source} WHERE ${name} IS NULL` }],
      accepted([answer]) {
        const root = rootOf(answer);
        if (isEmpty(root) || isHeldBack(root)) {
          found[index] = { is: isEmpty(root) ? 'never' : 'computed' };
          return [];
        }
        return [
          {
            statements: [{ text: `SELECT ${name} FROM (${definitionOf(column.view)}) AS v LIMIT 0` }],
            accepted([described]) {
              found[index] = { is: described?.fields[0]?.tableID === 0 ? 'computed' : 'passed' };
              return [];
            },
            refused: refuse,
          },
        ];
      },
      refused: refuse,
    };
    function refuse({ code, message }: DatabaseError): readonly Attempt[] {
      const help =
        code === NOT_ALLOWED
          ? `. It takes a role that may read it, without a policy: GRANT SELECT ON ${nameOf(column.view)} TO it, and BYPASSRLS`
          : '';
      found[index] = {
        is: 'unknown',
        reason: `whether it can be null could not be asked: ${message}${help}`,
      };
      return [];
    }
  });
  await attemptAll(session, { attempts, settings: SETTINGS });
  return found;
}

/** A materialized view is a table of which nothing is known: its query is. */
function sourceOf(view: CatalogObject): string {
  return view.kind === 'view' ? nameOf(view) : `(${definitionOf(view)}) AS v`;
}

function nameOf({ schema, name }: CatalogObject): string {
  return `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(name)}`;
}

function definitionOf({ facts }: CatalogObject): string {
  return String(facts.definition);
}

interface Node {
  readonly 'Node Type': string;
  readonly 'One-Time Filter'?: string;
  readonly 'Group Key'?: unknown;
  readonly Filter?: string;
  readonly Plans?: readonly Node[];
}

function rootOf(answer: Answer | undefined): Node {
  const [root] = answer?.rows[0]?.[0] as readonly [{ readonly Plan: Node }];
  return root.Plan;
}

/** What gives no row where it is given none, as an aggregate only does by groups. */
const PASSING = new Set(['Subquery Scan', 'Sort', 'Incremental Sort', 'Unique', 'Limit']);

function isEmpty(node: Node): boolean {
  const type = node['Node Type'];
  if (type === 'Result' && node['One-Time Filter'] === 'false') return true;
  const [child, ...others] = node.Plans ?? [];
  const isPassing = PASSING.has(type) || (type === 'Aggregate' && node['Group Key'] !== undefined);
  return isPassing && child !== undefined && others.length === 0 && isEmpty(child);
}

/** Where a condition is held back, as above a LIMIT, it meets nothing of what is known of the rows. */
const HOLDING = new Set(['Subquery Scan', 'CTE Scan', 'WorkTable Scan']);

function isHeldBack(node: Node): boolean {
  return (HOLDING.has(node['Node Type']) && node.Filter !== undefined) || (node.Plans ?? []).some(isHeldBack);
}
