import { address } from '../../../catalog/object.ts';
import type { Identity } from '../../../catalog/object.ts';
import type { Locations } from '../../locate/location.ts';
import type { ShownFact, ShownObject, Verdict } from '../../verdict.ts';
import { judgedObjects, ownerOf } from '../findings.ts';
import type { Judged } from '../findings.ts';
import { visible } from '../visible.ts';
import { placeOf, shownPlace } from '../words.ts';
import type { Mark, PageItem, PageObject, Side } from './data.ts';

/** An item before it is drawn, with the objects that it was made of. */
export interface Item extends Omit<PageItem, 'box'> {
  readonly key: string;
  readonly isDrawn: boolean;
  /** Its name without the namespace. */
  readonly tableName: string;
  readonly judged: readonly Judged[];
}

/** What is drawn even when nothing belongs to it. */
const DRAWN = new Set(['table', 'view', 'materialized view', 'foreign table', 'partitioned table']);

/** Every table with what belongs to it, and every object that belongs to none, tables first. */
export function itemsOf(verdict: Verdict, locations: Locations): readonly Item[] {
  const items = new Map<string, Judged[]>();
  for (const one of judgedObjects(verdict)) {
    const key = itemKey(one.object.identity);
    const item = items.get(key);
    if (item === undefined) items.set(key, [one]);
    else item.push(one);
  }
  const all = [...items].map(([key, judged]) => itemOf(key, judged, locations));
  return [...all.filter(({ isDrawn }) => isDrawn), ...all.filter(({ isDrawn }) => !isDrawn)];
}

/** One key for a table and all that belongs to it. */
export function itemKey(identity: Identity): string {
  const { schema, name } = ownerOf(identity);
  const isOwned = identity.parent !== null || DRAWN.has(identity.kind);
  return JSON.stringify([isOwned ? 'table' : identity.kind, schema, name]);
}

/** What stands out of an object. */
export function markOf({ differences, undecided }: Pick<Judged, 'differences' | 'undecided'>): Mark {
  if (differences.length > 0) return 'differs';
  return undecided.length > 0 ? 'undecided' : '';
}

export function sideOf({ inSchema, inDatabase }: ShownObject): Side {
  if (inSchema === inDatabase) return 'both';
  return inSchema ? 'schema' : 'database';
}

function itemOf(key: string, judged: readonly Judged[], locations: Locations): Item {
  const own = judged.find(({ object }) => object.identity.parent === null)?.object;
  const identity = judged[0]?.object.identity ?? { kind: '', schema: null, parent: null, name: '' };
  const location = own === undefined ? undefined : placeOf(own, locations);
  const findings = judged.flatMap(({ differences, undecided }) => [...differences, ...undecided]);
  return {
    key,
    judged,
    isDrawn: own === undefined || DRAWN.has(own.identity.kind),
    tableName: ownerOf(identity).name,
    name: visible(address({ kind: '', parent: null, ...ownerOf(identity) })),
    kind: own?.identity.kind ?? 'table',
    side: own === undefined ? 'both' : sideOf(own),
    differences: judged.reduce((sum, { differences }) => sum + differences.length, 0),
    undecided: judged.reduce((sum, { undecided }) => sum + undecided.length, 0),
    codes: [...new Set(findings.map(({ code }) => visible(code)))],
    place: location === undefined ? '' : visible(shownPlace(location)),
    objects: judged.map(pageObject),
  };
}

function pageObject(judged: Judged): PageObject {
  const { object, differences, undecided } = judged;
  const facts: Record<string, ShownFact> = { ...object.facts };
  // What differs is shown on both sides, whether it is among the facts that are told of every object or not.
  for (const { attribute, declared, live } of [...differences, ...undecided])
    if (declared !== undefined && live !== undefined) facts[attribute] ??= { declared, live };
  const marks = new Map<string, Mark>([
    ...undecided.map(({ attribute }) => [attribute, 'undecided'] as const),
    ...differences.map(({ attribute }) => [attribute, 'differs'] as const),
  ]);
  return {
    kind: visible(object.identity.kind),
    name: visible(object.identity.name),
    side: sideOf(object),
    mark: markOf(judged),
    detail: visible(detailOf(object)),
    facts: Object.entries(facts).map(([attribute, fact]) => shownFact(fact, marks.get(attribute) ?? '')),
  };
}

function detailOf({ type = '', columns, references }: ShownObject): string {
  if (columns === undefined) return type;
  const on = `(${columns.join(', ')})`;
  if (references === undefined) return on;
  const { schema, name, columns: others } = references;
  return `${on} → ${schema}.${name} (${others.join(', ')})`;
}

function shownFact({ declared, live }: ShownFact, mark: Mark): readonly [string, string | null, Mark] {
  const ours = visible(declared ?? '', { lines: true });
  const theirs = visible(live ?? '', { lines: true });
  return [ours, ours === theirs ? null : theirs, mark];
}
