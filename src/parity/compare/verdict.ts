import { address, identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { withFixes } from '../fix/index.ts';
import type { Finding } from '../fix/index.ts';
import type { Both } from '../fix/sides.ts';
import { withRenames } from '../pair/siblings.ts';
import type { Pair, Pairing } from '../pair/siblings.ts';
import type { Undecided, Verdict } from '../verdict.ts';
import { renamesAmong } from './candidates.ts';
import { conclude } from './conclude.ts';
import { matchesNothing, missing, otherKind, renamed, undeclared } from './differences.ts';
import type { Sight } from './look.ts';
import { countsAsUndeclared, isUnmanaged } from './scope.ts';
import { shownObjects } from './shown-objects.ts';
import { nullFindings, valueFindings } from './trusted.ts';

/** Kinds that share one name space. */
const RELATIONS = new Set(['table', 'view', 'materialized view', 'sequence', 'foreign table']);

/** What was concluded of all that was seen, before it is said how to mend it. */
export interface Conclusion {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** Both sides as a whole, as fixes need them. */
  readonly both: Both;
}

/** What differs, and what could not be told. */
export function concludeAll(
  { live, found, names, comparisons, judgements, held, nulls, judged, decided }: Sight,
  version: number,
): Conclusion {
  let at = 0;
  const conclusions = comparisons.map((one) =>
    conclude(one, judgements.slice(at, (at += one.questions.length))),
  );
  const certain = [
    ...conclusions.slice(0, found.pairs.length),
    ...nulls.map((one) => nullFindings(one.column, one.nulls)),
    ...held.map(valueFindings),
  ];
  const alike = renamesAmong(
    conclusions
      .slice(found.pairs.length)
      .filter(({ differences, undecided }) => differences.length === 0 && undecided.length === 0)
      .map(({ pair }) => pair),
  );
  const settled = withRenames(found, decided === undefined ? alike : decided.withoutAsking(alike));
  const { pairs, others } = otherKinds(settled, live);
  const isOpen = insideOpen(settled.pairs);
  const extra = settled.undeclared.filter(
    (one) => countsAsUndeclared(one) && !others.has(one) && judged.own.has(one.schema ?? '') && !isOpen(one),
  );
  const findings: Finding[] = [
    ...certain.flatMap((one) => one.differences),
    ...settled.pairs.filter(isRenamed).map(renamed),
    ...settled.missing.map((one) => {
      const other = pairs.get(one);
      return other === undefined ? missing(one) : otherKind(one, other);
    }),
    ...extra.map(undeclared),
  ];
  const undecided: Undecided[] = certain.flatMap((one) => one.undecided);
  return {
    findings,
    undecided,
    both: {
      live,
      declared: judged.declared,
      ...settled,
      undeclared: extra,
      names,
      differing: new Set([...findings, ...undecided].map(({ identity }) => identityKey(identity))),
      version,
    },
  };
}

/** What is to be said of all that was seen. */
export function verdictOf(
  sight: Sight,
  { version, roundTrips }: { readonly version: number; readonly roundTrips: number },
): Verdict {
  const { live, names, comparisons, judged, unused } = sight;
  const { findings, undecided, both } = concludeAll(sight, version);
  const differences = [...withFixes(findings, both), ...unused.map(matchesNothing)];
  let objects: Verdict['objects'] | undefined;
  return {
    agrees: differences.length === 0 && undecided.length === 0,
    differences,
    undecided,
    unmanaged: live.filter(isUnmanaged).map((one) => ({ kind: one.kind, object: address(one) })),
    accepted: [],
    compared: {
      schemas: judged.schemas,
      objects: countBy(judged.declared),
      facts: comparisons.reduce((sum, { facts }) => sum + facts, 0),
      roundTrips,
    },
    // Most readers want the differences alone.
    get objects() {
      return (objects ??= shownObjects({ ...both, undeclared: withColumns(both.undeclared, live) }, names));
    },
  };
}

/**
 * What stands in something that the schema does not say all of: what is only said to be there, and a view with columns
 * whose names Postgres makes up.
 */
function insideOpen(pairs: readonly Pair[]): (object: CatalogObject) => boolean {
  const open = new Set(
    pairs
      .filter(({ declared }) => declared.existing || declared.isOpen === true)
      .map(({ live }) => keyOf(live.schema, live.name)),
  );
  return ({ schema, parent }) => parent !== null && open.has(keyOf(schema, parent));
}

/** Declared objects in whose place stands one of another kind: a view where a table should be. */
function otherKinds(
  { missing: lacking }: Pairing,
  live: readonly CatalogObject[],
): {
  readonly pairs: ReadonlyMap<DeclaredObject, CatalogObject>;
  readonly others: ReadonlySet<CatalogObject>;
} {
  const there = new Map(
    live.filter(({ kind }) => RELATIONS.has(kind)).map((one) => [keyOf(one.schema, one.name), one]),
  );
  const pairs = new Map<DeclaredObject, CatalogObject>();
  for (const one of lacking) {
    const other = RELATIONS.has(one.kind) ? there.get(keyOf(one.schema, one.name)) : undefined;
    if (other !== undefined) pairs.set(one, other);
  }
  return { pairs, others: new Set(pairs.values()) };
}

/** Undeclared tables with their columns, which are no difference of their own, for whoever looks at the whole. */
function withColumns(
  extra: readonly CatalogObject[],
  live: readonly CatalogObject[],
): readonly CatalogObject[] {
  const tables = new Set(
    extra.filter(({ kind }) => RELATIONS.has(kind)).map(({ schema, name }) => keyOf(schema, name)),
  );
  if (tables.size === 0) return extra;
  return [
    ...extra,
    ...live.filter(({ kind, schema, parent }) => kind === 'column' && tables.has(keyOf(schema, parent))),
  ];
}

/** A name that nobody chose may be another one. */
function isRenamed({ declared, live }: Pair): boolean {
  return (
    declared.name !== live.name && (declared.named || declared.kind === 'table' || declared.kind === 'column')
  );
}

function countBy(objects: readonly DeclaredObject[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of objects) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
