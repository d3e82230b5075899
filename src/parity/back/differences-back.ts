import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Fact, Identity } from '../../catalog/object.ts';
import { factNames } from '../../catalog/family.ts';
import { FAMILIES } from '../../catalog/families.ts';
import { factDifference, missing, otherKind, renamed, undeclared } from '../compare/differences.ts';
import { countsAsUndeclared } from '../compare/scope.ts';
import { withoutImplied } from '../compare/implied.ts';
import type { DeclaredFact, DeclaredObject, TypeName } from '../declared/model.ts';
import { textsFact } from '../render/facts.ts';
import { word } from '../render/names.ts';
import type { Finding } from '../fix/index.ts';
import type { Both } from '../fix/sides.ts';
import { Names } from '../pair/names.ts';
import type { Pair } from '../pair/siblings.ts';
import { inLiveTerms, isExpression, isSame, isTypeName } from '../pair/terms.ts';
import { asDeclared, isDeclarable, isOfParents } from './as-declared.ts';
import { placesOf } from './places.ts';
import { isSameButNames } from './same-but-names.ts';

/** Two readings of one database, and what is called otherwise in the second. */
export interface WayBackOptions {
  readonly before: readonly CatalogObject[];
  readonly after: readonly CatalogObject[];
  /** The identity that an object of the first reading has in the second, where it has another one. */
  readonly renamed?: (before: Identity) => Identity;
  /** The server's major version. */
  readonly version: number;
}

/** What differs, with both sides as a fix has to know them. */
export function differencesOf({
  before,
  after,
  renamed: renamedTo = (identity) => identity,
  version,
}: WayBackOptions): { readonly findings: readonly Finding[]; readonly both: Both } {
  const declared = asDeclared(before);
  const plain = new Map(before.map((one) => [identityKey(one), one]));
  const left = new Map(after.filter(isDeclarable).map((one) => [identityKey(one), one]));
  const names = new Names();
  const pairs: Pair[] = [];
  const lost: DeclaredObject[] = [];
  const counters = countersOf(before);
  const there = new Set(left.keys());
  const placeIn = placesOf(before, renamedTo);
  for (const one of declared) {
    const key = placeIn(one) ?? '';
    const live = left.get(key);
    const counted = counters.get(identityKey(one));
    // It comes with the column.
    if (counted !== undefined && !there.has(placeIn(counted) ?? '')) {
      left.delete(key);
      continue;
    }
    if (live === undefined) {
      lost.push(one);
      continue;
    }
    left.delete(key);
    pairs.push({ declared: one, live });
    names.pair(one, live);
  }
  const [gone, extra] = [alone(lost), alone([...left.values()])];
  // One of another kind that took its place.
  const inPlace = new Map(extra.filter(isRelation).map((one) => [keyOf(one.schema, one.name), one]));
  const placeOf = (one: DeclaredObject): CatalogObject | undefined =>
    isRelation(one) ? inPlace.get(keyOf(one.schema, one.name)) : undefined;
  const taken = new Set(gone.map(placeOf));
  // Its parts come and go with it.
  const replaced = new Set(
    gone.filter((one) => placeOf(one) !== undefined).flatMap(({ schema, name }) => keyOf(schema, name)),
  );
  const isPartOfReplaced = ({ declared: { schema, parent } }: Pair): boolean =>
    parent !== null && replaced.has(keyOf(schema, parent));
  const kept = pairs.filter((pair) => !isPartOfReplaced(pair));
  for (const one of gone) names.lack(one);
  const renames = names.renames();
  const findings: Finding[] = [
    ...kept.flatMap((pair) => changed(pair, plain.get(identityKey(pair.declared)), names, renames)),
    ...kept.filter(({ declared: one, live }) => one.name !== live.name).map(renamed),
    ...gone.map((one) => {
      const other = placeOf(one);
      return other === undefined ? missing(one) : otherKind(one, other);
    }),
    ...extra.filter((one) => !taken.has(one)).map(undeclared),
  ];
  const both: Both = {
    live: after,
    declared,
    pairs,
    missing: gone,
    undeclared: extra.filter((one) => !taken.has(one)),
    names,
    differing: new Set(findings.map(({ identity }) => identityKey(identity))),
    version,
    fills: true,
  };
  return { findings, both };
}

/** The columns that count by themselves, by the sequences that come and go with them. */
function countersOf(objects: readonly CatalogObject[]): ReadonlyMap<string, CatalogObject> {
  return new Map(
    objects
      .filter(({ kind, facts }) => kind === 'column' && typeof facts.identity === 'string')
      .map((column) => {
        const [schema = null, name = ''] = textsFact(column, 'sequenceName');
        return [identityKey({ kind: 'sequence', schema, parent: null, name }), column];
      }),
  );
}

/** Facts that a schema declares or relies on, by kind. */
const COMPARED: ReadonlyMap<string, readonly string[]> = new Map(
  FAMILIES.map((family) => [
    family.kind,
    factNames(family, false).filter((fact) => !isOfParents(family.kind, fact)),
  ]),
);

function changed(
  pair: Pair,
  before: CatalogObject | undefined,
  names: Names,
  renames: ReadonlyMap<string, string>,
): readonly Finding[] {
  const { declared, live } = pair;
  // What comes from a parent follows it.
  if (before?.facts.inherited === true && live.facts.inherited === true) return [];
  const disagreements = (COMPARED.get(declared.kind) ?? []).flatMap((attribute) => {
    const [was, is] = [before?.facts[attribute] ?? null, live.facts[attribute] ?? null];
    const wanted = declared.facts[attribute];
    if (wanted === undefined || isSame(was, is)) return [];
    const fact = referringNow(attribute, was, names) ?? inPlainTerms(wanted, was, names);
    if (isExpression(wanted) && isSameButNames(String(was), String(is), renames)) return [];
    return isSame(fact, is) ? [] : [{ attribute, declared: fact, live: is }];
  });
  return withoutImplied(disagreements).map((one) => factDifference(pair, one));
}

function inPlainTerms(wanted: DeclaredFact, was: Fact, names: Names): Fact {
  const value = inLiveTerms(wanted, names);
  if (isTypeName(value)) return typeNow(value, was, names);
  // Postgres prints the new names in it by itself.
  return isExpression(value) || Array.isArray(value) ? was : (value as Fact);
}

/** Facts that name other objects: what these are called now. */
function referringNow(attribute: string, was: Fact, names: Names): Fact | undefined {
  if (!Array.isArray(was)) return undefined;
  const parts = was as readonly Fact[];
  if (!REFERRING.has(attribute) || !parts.every((part) => typeof part === 'string')) return undefined;
  const [schema = '', name = '', column] = parts;
  const now = names.object({ schema, name });
  return column === undefined ? now : [...now, names.column({ schema, name }, column)];
}

const REFERRING = new Set(['ownedBy', 'sequenceName', 'partitionOf']);

/** A type as Postgres prints it, where an enum of it has another name now. */
function typeNow({ type, enum: named }: TypeName, was: Fact, names: Names): Fact {
  if (named === undefined) return was;
  const [schema, name] = names.object(named);
  if (schema === named.schema && name === named.name) return was;
  return `${[schema, name].map(word).join('.')}${/(?:\[\])*$/.exec(type)?.[0] ?? ''}`;
}

/** Kinds that share one name space. */
const RELATIONS = new Set(['table', 'view', 'materialized view', 'sequence', 'foreign table']);

function isRelation({ kind }: Identity): boolean {
  return RELATIONS.has(kind);
}

/** Those that do not come and go with another one. */
function alone<One extends DeclaredObject | CatalogObject>(objects: readonly One[]): readonly One[] {
  const owners = new Set(objects.filter(isRelation).map(({ schema, name }) => keyOf(schema, name)));
  return objects.filter(
    (one) =>
      (one.kind === 'schema' || one.kind === 'role' || countsAsUndeclared(one as CatalogObject)) &&
      (one.parent === null || !owners.has(keyOf(one.schema, one.parent))),
  );
}
