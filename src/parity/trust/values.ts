import type { CatalogObject } from '../../catalog/object.ts';
import type { Session } from '../../catalog/session.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { attemptAll } from '../judge/attempts.ts';
import type { Attempt } from '../judge/attempts.ts';
import type { Question } from '../judge/question.ts';
import type { Pair } from '../pair/siblings.ts';
import { stringConstants } from './literals.ts';

/** A column whose type lists its values, and a check in the database that holds that column alone. */
export interface HeldColumn {
  readonly pair: Pair;
  readonly values: readonly string[];
  readonly check: CatalogObject;
}

/** What a check lets through of the values that it and the type know. */
export interface HeldValues extends HeldColumn {
  readonly allowed: readonly string[];
  /** Why it could not be tried, where it could not. */
  readonly refusal: string | undefined;
  /**
   * Whether the check is a list of exactly those values, asked of the judge: another kind of check, as one on the
   * length, may let through any number of others.
   */
  readonly isList: Question | undefined;
}

/** The columns with their checks, from what was paired. */
export function heldColumns(pairs: readonly Pair[], live: readonly CatalogObject[]): readonly HeldColumn[] {
  const listed = pairs.filter(({ declared }) => declared.values !== undefined);
  if (listed.length === 0) return [];
  const checks = live.filter(
    ({ kind, facts }) => kind === 'check' && (facts.columns as readonly string[]).length === 1,
  );
  return listed.flatMap((pair) =>
    checks
      .filter(
        ({ schema, parent, facts }) =>
          schema === pair.live.schema &&
          parent === pair.live.parent &&
          (facts.columns as readonly string[])[0] === pair.live.name,
      )
      .map((check) => ({ pair, values: pair.declared.values ?? [], check })),
  );
}

/** Lets Postgres try each value on the check. */
export async function tryValues(
  session: Session,
  columns: readonly HeldColumn[],
): Promise<readonly HeldValues[]> {
  const tried: HeldValues[] = [];
  const attempts = columns.map((column): Attempt => {
    const { pair, values, check } = column;
    const expression = String(check.facts.expression);
    const all = [...new Set([...values, ...stringConstants(expression)])];
    const name = quoteIdentifier(pair.live.name);
    return {
      statements: [
        {
          text: `SELECT v FROM unnest($1::text[]) AS given(v),
            LATERAL (SELECT v::${String(pair.live.facts.type)} AS ${name}) AS ${quoteIdentifier(pair.live.parent ?? '')}
            WHERE (${expression}) IS NOT FALSE`,
          values: [all],
        },
      ],
      accepted([answer]) {
        const through = new Set(answer?.rows.map(([value]) => value));
        const allowed = all.filter((value) => through.has(value));
        tried.push({ ...column, allowed, refusal: undefined, isList: listQuestion(column, allowed) });
        return [];
      },
      refused(error) {
        tried.push({ ...column, allowed: [], refusal: error.message, isList: undefined });
        return [];
      },
    };
  });
  await attemptAll(session, { attempts, settings: { search_path: '' } });
  return tried;
}

/** Undefined where the check lets through nothing but what the type knows: there is no more to ask. */
function listQuestion({ pair, values, check }: HeldColumn, allowed: readonly string[]): Question | undefined {
  if (allowed.every((value) => values.includes(value))) return undefined;
  const { schema, parent, name } = pair.live;
  const list = allowed.map((value) => quoteLiteral(value)).join(', ');
  return {
    key: check,
    declared: `${quoteIdentifier(name)} IN (${list})`,
    live: String(check.facts.expression),
    sees: 'columns',
    type: 'boolean',
    relation: {
      schema: schema ?? '',
      name: parent ?? '',
      declaredName: parent ?? '',
      columns: [{ live: name, declared: name, type: String(pair.live.facts.type) }],
    },
  };
}
