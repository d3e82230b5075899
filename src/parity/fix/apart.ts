import { identityKey, keyOf } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import { missing, undeclared } from '../compare/differences.ts';
import type { Pair } from '../pair/siblings.ts';
import { textFact, textsFact } from '../render/facts.ts';
import { columnsKey, isKey, targetKey } from './dropped-first.ts';
import type { Finding } from './index.ts';
import { namesIn } from './mentions.ts';
import type { Both } from './sides.ts';

const REMADE = new Set(['primary key', 'unique', 'index', 'check', 'foreign key']);
const VIEWS = new Set(['view', 'materialized view']);
const CHANGES = new Set(['type', 'undeclared', 'collation']);

/** Differences and both sides, as one way of mending sees them. */
export interface Apart {
  readonly findings: readonly Finding[];
  readonly both: Both;
}

/**
 * What is made again anyway, where columns change: as it was it may mean nothing of their new types, and as it is to be it
 * may mean nothing yet. So it goes as if nobody had declared it, and comes as if it had not been there.
 */
export function takenApart(findings: readonly Finding[], both: Both): Apart {
  const changing = new Set(
    findings
      .filter(({ kind, attribute }) => kind === 'column' && CHANGES.has(attribute))
      .flatMap(({ subject: { live } }) => (live === undefined ? [] : tableOf(live))),
  );
  if (changing.size === 0) return { findings, both };
  const pairs = [...partsApart(findings, both, changing), ...viewsApart(findings, both)];
  if (pairs.length === 0) return { findings, both };
  const [come, gone] = [pairs.map(({ declared }) => declared), pairs.map(({ live }) => live)];
  const apart = new Set<unknown>([...come, ...gone]);
  const views = new Set(
    gone.filter(({ kind }) => VIEWS.has(kind)).map(({ schema, name }) => keyOf(schema, name)),
  );
  // What is in a view goes with it.
  const isOfView = (one: Identity): boolean => one.parent !== null && views.has(tableOf(one));
  const isOfThese = ({ subject: { declared, live } }: Finding): boolean =>
    apart.has(declared ?? live) || (live !== undefined && isOfView(live));
  return {
    findings: [
      ...findings.filter((one) => !isOfThese(one)),
      ...come.map(missing),
      ...gone.filter((one) => !isOfView(one)).map(undeclared),
    ],
    both: {
      ...both,
      pairs: both.pairs.filter(({ declared }) => !apart.has(declared)),
      missing: [...both.missing, ...come],
      undeclared: [...both.undeclared, ...gone],
    },
  };
}

/** Keys, indexes and checks of tables whose columns change. */
function partsApart(
  findings: readonly Finding[],
  both: Both,
  changing: ReadonlySet<string>,
): readonly Pair[] {
  const needed = new Set(both.live.filter(({ kind }) => kind === 'foreign key').map(targetKey));
  const found = new Map<string, Pair>();
  for (const { kind, attribute, identity, subject } of findings) {
    const { declared, live } = subject;
    if (declared === undefined || live === undefined || attribute === 'renamed') continue;
    const isNeeded = isKey(live) && needed.has(columnsKey(live));
    const [schema = null, name = null] = kind === 'foreign key' ? textsFact(live, 'references') : [];
    const isOfChanging = changing.has(tableOf(live)) || changing.has(keyOf(schema, name));
    if (REMADE.has(kind) && live.facts.inherited !== true && isOfChanging && !isNeeded)
      found.set(identityKey(identity), { declared, live });
  }
  return [...found.values()];
}

/** Views whose query differs, and those that read them, with their indexes; none where one of another kind reads any. */
function viewsApart(findings: readonly Finding[], { live, pairs }: Both): readonly Pair[] {
  const differing = new Set(
    findings.filter(({ attribute }) => attribute === 'definition').map(({ subject }) => subject.live),
  );
  if (differing.size === 0) return [];
  const views = live.filter(({ kind }) => VIEWS.has(kind));
  const readers = new Set(views.filter((view) => differing.has(view)));
  for (const read of readers) {
    for (const view of views)
      if (namesIn(textFact(view, 'definition') ?? '').has(read.name)) readers.add(view);
  }
  const isReadByPolicy = live.some(
    (one) =>
      one.kind === 'policy' &&
      ['using', 'check'].some((fact) =>
        [...readers].some(({ name }) => namesIn(textFact(one, fact) ?? '').has(name)),
      ),
  );
  const known = new Map(pairs.map((pair) => [pair.live, pair]));
  const gone = new Set(
    findings.flatMap(({ attribute, subject }) => (attribute === 'undeclared' ? (subject.live ?? []) : [])),
  );
  const isOpen = [...readers].some((view) => !known.has(view) && !gone.has(view));
  if (isReadByPolicy || isOpen) return [];
  const names = new Set([...readers].map(({ schema, name }) => keyOf(schema, name)));
  return pairs.filter(
    (pair) =>
      !pair.declared.existing &&
      (readers.has(pair.live) || (pair.live.kind === 'index' && names.has(tableOf(pair.live)))),
  );
}

function tableOf({ schema, parent }: Identity): string {
  return keyOf(schema, parent);
}
