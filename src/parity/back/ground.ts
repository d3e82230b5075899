import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { columnsKey, isKey, targetKey } from '../fix/dropped-first.ts';
import { changesIn } from '../fix/index.ts';
import type { Finding } from '../fix/index.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { asLive } from '../fix/live-terms.ts';
import { sidesOf } from '../fix/sides.ts';
import type { Both, Sides } from '../fix/sides.ts';
import { textsFact } from '../render/facts.ts';
import { differencesOf } from './differences-back.ts';
import type { WayBackOptions } from './differences-back.ts';
import { isRequired, neededBy } from './needed-rows.ts';
import type { NeededRows } from './needed-rows.ts';
import { standIns } from './stand-ins.ts';
import { withoutRemarks } from './without-remarks.ts';

/** What a table may be made of. */
const BEFORE_TABLES = new Set(['role', 'schema', 'enum', 'sequence']);

/**
 * The lines that make tables again to which rows refer that are there, with rows that stand for those which went with
 * them: without these neither such a key nor a column that has to refer to something could come back. None where there
 * is no such table.
 */
export function groundBack(options: WayBackOptions): Pieces {
  const { findings, both } = differencesOf(options);
  const sides = sidesOf(both);
  const tables = tablesToCome(findings, sides);
  if (tables.size === 0) return [];
  const ground = groundOf(tables, sides);
  if (ground.size === 0) return [];
  const keys = new Set(sides.live.filter(isKey).map(columnsKey));
  const names = new Set([...ground.keys()].map((table) => keyOf(table.schema, table.name)));
  const isReady = (one: DeclaredObject): boolean => {
    if (!names.has(keyOf(one.schema, one.parent))) return true;
    if (one.kind !== 'foreign key') return one.kind !== 'policy';
    const key = asLive(one, sides);
    return names.has(keyOf(...textsFact(key, 'references'))) || keys.has(targetKey(key));
  };
  const taken = findings.filter(
    ({ attribute, kind, subject: { declared } }) =>
      attribute === 'missing' && declared !== undefined && (ground.has(declared) || BEFORE_TABLES.has(kind)),
  );
  const own = new Set(taken.map(({ identity }) => identityKey(identity)));
  // What stands in would be kept out of a table whose policies hold for its owner too.
  const declared = both.declared
    .filter(isReady)
    .map((one) => (ground.has(one) ? { ...one, facts: { ...one.facts, rls: false, forceRls: false } } : one));
  const now: Both = {
    ...both,
    declared,
    missing: declared.filter((one) => own.has(identityKey(one))),
    differing: own,
  };
  return [...withoutRemarks(changesIn(taken, now)), ...standIns(ground, sides)];
}

/** Tables that are missing and can be made first, by their names. */
function tablesToCome(findings: readonly Finding[], { live }: Both): ReadonlyMap<string, DeclaredObject> {
  const taken = new Set(
    live.filter(({ parent }) => parent === null).map(({ schema, name }) => keyOf(schema, name)),
  );
  return new Map(
    findings
      .filter(({ kind, attribute }) => kind === 'table' && attribute === 'missing')
      .flatMap(({ subject: { declared } }) => declared ?? [])
      // A partitioned one takes no rows before its parts are there.
      .filter(({ facts }) => typeof facts.partitionKey !== 'string')
      .map((table) => [keyOf(table.schema, table.name), table] as const)
      .filter(([key]) => !taken.has(key)),
  );
}

/** Those that have to hold rows, each with which, what is needed before what needs it. */
function groundOf(
  tables: ReadonlyMap<string, DeclaredObject>,
  sides: Sides,
): ReadonlyMap<DeclaredObject, readonly NeededRows[]> {
  const keys = sides.declared.filter(({ kind }) => kind === 'foreign key').map((one) => asLive(one, sides));
  const targetOf = (key: CatalogObject): DeclaredObject | undefined =>
    tables.get(keyOf(...textsFact(key, 'references')));
  const needed = new Map<DeclaredObject, NeededRows[]>();
  const note = (table: DeclaredObject, ...rows: readonly NeededRows[]): void => {
    needed.set(table, [...(needed.get(table) ?? []), ...rows]);
  };
  for (const key of keys) {
    const target = targetOf(key);
    if (target !== undefined && !tables.has(keyOf(key.schema, key.parent)))
      note(target, ...neededBy(key, sides));
  }
  // A row that stands in has to refer to one itself.
  const required = keys.filter((key) => isRequired(key, sides));
  const targetsOf = ({ schema, name }: DeclaredObject): readonly DeclaredObject[] =>
    required
      .filter((key) => key.schema === schema && key.parent === name)
      .flatMap((key) => targetOf(key) ?? []);
  const ordered = inOrderOfNeed([...tables.values()], targetsOf);
  for (const table of ordered.toReversed()) {
    const ofAny = (needed.get(table) ?? []).map(({ from, any }) => ({ from, any }));
    for (const target of targetsOf(table)) if (target !== table) note(target, ...ofAny);
  }
  return new Map(
    ordered.flatMap((table) => {
      const rows = needed.get(table) ?? [];
      return rows.length === 0 ? [] : [[table, rows]];
    }),
  );
}

function inOrderOfNeed(
  tables: readonly DeclaredObject[],
  targetsOf: (table: DeclaredObject) => readonly DeclaredObject[],
): readonly DeclaredObject[] {
  const begun = new Set<DeclaredObject>();
  const ordered: DeclaredObject[] = [];
  const place = (table: DeclaredObject): void => {
    if (begun.has(table)) return;
    begun.add(table);
    targetsOf(table).forEach(place);
    ordered.push(table);
  };
  tables.forEach(place);
  return ordered;
}
