import { identityKey, keyOf } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import { missing, undeclared } from '../compare/differences.ts';
import type { Pair } from '../pair/siblings.ts';
import { textFact, textsFact } from '../render/facts.ts';
import { changingColumns, isOnChanging } from './changing.ts';
import { columnsKey, isKey, targetKey } from './dropped-first.ts';
import type { Finding } from './index.ts';
import { isMadeAnew, PARTS, VIEWS } from './kinds.ts';
import { namesIn } from './mentions.ts';
import type { Both } from './sides.ts';

/** Differences and both sides, as one way of mending sees them. */
export interface Apart {
  readonly findings: readonly Finding[];
  readonly both: Both;
}

/**
 * What is made again anyway, where columns change: as it was it may mean nothing of their new types, and as it is to be it
 * may mean nothing yet. So it goes as if nobody had declared it, and comes as if it had not been there. So does what is
 * made again under another name.
 */
export function takenApart(all: readonly Finding[], whole: Both): Apart {
  const { findings, both } = withKeysOfDropped(all, whole);
  const pairs = [...partsApart(findings, both), ...viewsApart(findings, both), ...kindsApart(findings, both)];
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
      missing: [...new Set([...both.missing, ...come])],
      undeclared: [...both.undeclared, ...gone],
    },
  };
}

/** Foreign keys of tables that go, which lead to tables where something changes: they would be in the way, and go by themselves. */
function withKeysOfDropped(findings: readonly Finding[], both: Both): Apart {
  const gone = new Set(
    both.undeclared.filter(({ kind }) => kind === 'table').map(({ schema, name }) => keyOf(schema, name)),
  );
  if (gone.size === 0) return { findings, both };
  const changing = new Set(
    findings.flatMap(({ attribute, subject: { live } }) =>
      live === undefined || live.parent === null || attribute === 'renamed' ? [] : [tableOf(live)],
    ),
  );
  const own = new Set(both.undeclared);
  const keys = both.live.filter(
    (one) =>
      one.kind === 'foreign key' &&
      one.facts.inherited !== true &&
      !own.has(one) &&
      gone.has(tableOf(one)) &&
      changing.has(keyOf(...textsFact(one, 'references'))),
  );
  if (keys.length === 0) return { findings, both };
  return {
    findings: [...findings, ...keys.map(undeclared)],
    both: { ...both, undeclared: [...both.undeclared, ...keys] },
  };
}

/** Keys, indexes, checks and policies that differ and are on columns which change, or have another name too. */
function partsApart(findings: readonly Finding[], both: Both): readonly Pair[] {
  const parts = findings.filter(
    ({ kind, attribute, subject: { declared, live } }) =>
      PARTS.has(kind) &&
      attribute !== 'renamed' &&
      declared !== undefined &&
      live !== undefined &&
      live.facts.inherited !== true,
  );
  if (parts.length === 0) return [];
  const changing = changingColumns(findings, both.live);
  const renamed = new Set(
    findings.filter(({ attribute }) => attribute === 'renamed').map(({ subject }) => subject.live),
  );
  const needed = new Set(both.live.filter(({ kind }) => kind === 'foreign key').map(targetKey));
  const found = new Map<string, Pair>();
  for (const { kind, attribute, identity, subject } of parts) {
    const { declared, live } = subject;
    if (declared === undefined || live === undefined || (isKey(live) && needed.has(columnsKey(live))))
      continue;
    const isOther =
      renamed.has(live) && isMadeAnew(kind, attribute) && !isTaken({ ...live, name: declared.name }, both);
    if (isOther || isOnChanging(subject, changing)) found.set(identityKey(identity), { declared, live });
  }
  return [...found.values()];
}

/** Whether something there has a name: of its own table, or as an index has it. */
function isTaken({ schema, parent, name }: Identity, { live }: Both): boolean {
  return live.some(
    (one) =>
      one.name === name &&
      one.schema === schema &&
      (one.parent === parent || INDEXED.has(one.kind) || one.parent === null),
  );
}

/** Kinds that share their names with tables. */
const INDEXED = new Set(['index', 'primary key', 'unique', 'exclusion constraint']);

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

/** Views of which the other kind is to be, where nothing reads them: what they read may change meanwhile. */
function kindsApart(findings: readonly Finding[], { live }: Both): readonly Pair[] {
  return findings.flatMap(({ attribute, subject: { declared, live: view } }) => {
    if (attribute !== 'kind' || declared === undefined || view === undefined) return [];
    if (!VIEWS.has(view.kind) || !VIEWS.has(declared.kind) || declared.existing) return [];
    const isRead = live.some(
      (one) =>
        one !== view &&
        ['definition', 'using', 'check'].some((fact) => namesIn(textFact(one, fact) ?? '').has(view.name)),
    );
    return isRead ? [] : [{ declared, live: view }];
  });
}

function tableOf({ schema, parent }: Identity): string {
  return keyOf(schema, parent);
}
