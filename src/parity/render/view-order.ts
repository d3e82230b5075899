import type { CatalogObject } from '../../catalog/object.ts';
import { nameOfToken, sqlTokens } from '../declared/sql-tokens.ts';
import type { SqlToken } from '../declared/sql-tokens.ts';
import { textFact } from './facts.ts';

/**
 * Views in their order, but each after those that it reads. Nobody here understands SQL: a view is taken to read
 * every other one whose name stands in it. Where names that mean something else lead round in a circle, only those
 * that follow FROM or JOIN count.
 */
export function orderViews(views: readonly CatalogObject[]): readonly CatalogObject[] {
  const mentions = views.map((view): [CatalogObject, readonly Mention[]] => [view, mentionsIn(view)]);
  const named = readings(mentions);
  const read = readings(mentions.map(([view, all]) => [view, all.filter(({ isRead }) => isRead)]));
  const ordered: CatalogObject[] = [];
  const left = new Set(views);
  while (left.size > 0) {
    const next = firstFree(left, named) ?? firstFree(left, read) ?? [...left][0];
    if (next === undefined) break;
    ordered.push(next);
    left.delete(next);
  }
  return ordered;
}

/** A name in SQL. */
interface Mention {
  /** What stands before it and a point: a namespace, or the table that a column is of. */
  readonly qualifier: string | undefined;
  readonly name: string;
  /** Whether it follows FROM or JOIN. */
  readonly isRead: boolean;
}

/** The views that each view reads. */
type Readings = ReadonlyMap<CatalogObject, readonly CatalogObject[]>;

function readings(mentions: readonly (readonly [CatalogObject, readonly Mention[]])[]): Readings {
  const byName = new Map<string, CatalogObject[]>();
  for (const [view] of mentions) byName.set(view.name, [...(byName.get(view.name) ?? []), view]);
  return new Map(
    mentions.map(([view, names]) => {
      const found = names.flatMap(({ qualifier, name }) =>
        (byName.get(name) ?? []).filter(
          (other) => other !== view && (qualifier === undefined || qualifier === other.schema),
        ),
      );
      return [view, [...new Set(found)]];
    }),
  );
}

function firstFree(left: ReadonlySet<CatalogObject>, reads: Readings): CatalogObject | undefined {
  for (const view of left) {
    if (reads.get(view)?.some((other) => left.has(other)) !== true) return view;
  }
  return undefined;
}

function mentionsIn(view: CatalogObject): readonly Mention[] {
  const tokens = sqlTokens(textFact(view, 'definition') ?? '');
  return tokens.flatMap((token, index) => {
    const name = nameOfToken(token);
    if (name === undefined) return [];
    const owner = tokens[index - 1]?.text === '.' ? tokens[index - 2] : undefined;
    const before = owner === undefined ? index - 1 : index - 3;
    return [{ qualifier: owner && nameOfToken(owner), name, isRead: isReadAfter(tokens, before) }];
  });
}

const READING: ReadonlySet<string> = new Set(['from', 'join']);
const BETWEEN: ReadonlySet<string> = new Set(['only', 'lateral', '(']);

function isReadAfter(tokens: readonly SqlToken[], index: number): boolean {
  const word = tokens[index]?.text.toLowerCase() ?? '';
  return READING.has(word) || (BETWEEN.has(word) && isReadAfter(tokens, index - 1));
}
