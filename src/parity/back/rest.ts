import { factNames } from '../../catalog/family.ts';
import { FAMILIES } from '../../catalog/families.ts';
import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { raw } from '../fix/knex.ts';
import { changeFacts } from '../render/change-facts.ts';
import { dropObject } from '../render/drop.ts';
import { textsFact } from '../render/facts.ts';
import { renderObjects } from '../render/index.ts';
import { ownerOf } from '../render/names.ts';
import { isDeclarable, isOfParents } from './as-declared.ts';
import { placesOf } from './places.ts';

/** What was there, what is, and where an object of the one is in the other. */
export interface RestOptions {
  readonly before: readonly CatalogObject[];
  readonly after: readonly CatalogObject[];
  readonly renamed?: (before: Identity) => Identity;
  /** Whom what is made belongs to by itself, so that nobody has to be told; all owners are said unless it is known. */
  readonly role?: string;
}

/** Facts that an object loses which is made again, and that follow from nothing else. */
const GIVEN = new Set(['comment', 'indexComment', 'owner', 'grants']);

/** Facts of each kind that no schema can declare. */
const BEYOND: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  FAMILIES.map((family) => {
    const declared = new Set(factNames(family, false));
    return [family.kind, new Set(factNames(family, true).filter((name) => !declared.has(name)))];
  }),
);

/** What objects lost that were made again on the way: their owners, rights and comments, their triggers and rules. */
export function lostOnTheWay(options: RestOptions): Pieces {
  const { pairs, missing } = pairedBy({ ...options, before: withoutPartsOfGone(options) });
  const there = new Set(
    options.after.filter(({ parent }) => parent === null).map(({ schema, name }) => keyOf(schema, name)),
  );
  const ofThose = missing.filter(
    ({ kind, schema, parent }) => ATTACHED.has(kind) && parent !== null && there.has(keyOf(schema, parent)),
  );
  return raw([
    ...renderObjects(ofThose),
    ...changesOf(pairs, (kind, fact) => GIVEN.has(fact) && isBeyond(kind, fact)),
  ]);
}

/** What was there, without what belonged to a table or a view in whose place another one is by now. */
function withoutPartsOfGone({ before, renamed = (one) => one }: RestOptions): readonly CatalogObject[] {
  const placeIn = placesOf(before, renamed);
  const gone = new Set(
    before
      .filter((one) => one.parent === null && placeIn(one) === undefined)
      .map(({ schema, name }) => keyOf(schema, name)),
  );
  return before.filter(({ schema, parent }) => parent === null || !gone.has(keyOf(schema, parent)));
}

/** What hangs on a table or a view, and goes with it. */
const ATTACHED = new Set(['trigger', 'rule', 'security label']);

/** What takes its parts with it when it is dropped, and shares its name with no other thing that has parts. */
const WHOLE = new Set(['domain', 'composite type', 'foreign table']);

/** What is left once all that a schema could declare is as it was. */
export function restOfTheWay(options: RestOptions): Pieces {
  const { pairs, missing, extra } = pairedBy(options);
  const renames = renamedNotNulls(missing, extra);
  const done = new Set(renames.flatMap(({ from, to }) => [from, to]));
  const lost = new Set(
    missing.filter(({ kind }) => kind === 'table').map(({ schema, name }) => keyOf(schema, name)),
  );
  // What comes from a parent comes with it, but to a table that is made first.
  const isInherited = ({ schema, parent, facts }: CatalogObject): boolean =>
    facts.inherited === true && !lost.has(keyOf(schema, parent));
  const counts = (one: CatalogObject): boolean => !done.has(one) && !isImplied(one) && !isInherited(one);
  // A function goes after what calls it.
  const dropped = extra
    .filter((one) => counts(one) && !isDeclarable(one))
    .toSorted((a, b) => Number(ATTACHED.has(b.kind)) - Number(ATTACHED.has(a.kind)));
  const gone = new Set(
    dropped.filter(({ kind }) => WHOLE.has(kind)).map(({ schema, name }) => keyOf(schema, name)),
  );
  return raw([
    ...dropped
      .filter(({ schema, parent }) => parent === null || !gone.has(keyOf(schema, parent)))
      .flatMap(dropObject),
    ...renames.map(
      ({ from, to }) =>
        `ALTER TABLE ${ownerOf(from)} RENAME CONSTRAINT ${quoteIdentifier(from.name)} TO ${quoteIdentifier(to.name)}`,
    ),
    ...renderObjects(missing.filter(counts).map((one) => withoutOwner(one, options.role))),
    ...changesOf(pairs, isBeyond),
  ]);
}

/** Whoever makes it has it. */
function withoutOwner(object: CatalogObject, role: string | undefined): CatalogObject {
  if (role === undefined || object.facts.owner !== role) return object;
  const { owner: _owner, ...facts } = object.facts;
  return { ...object, facts };
}

function isBeyond(kind: string, fact: string): boolean {
  return isOfParents(kind, fact) || (BEYOND.get(kind)?.has(fact) === true && fact !== 'position');
}

/** The row type of a table, which comes and goes with it. */
function isImplied({ kind }: CatalogObject): boolean {
  return kind === 'implied type';
}

type Pair = readonly [wanted: CatalogObject, live: CatalogObject];

function pairedBy({ before, after, renamed = (one) => one }: RestOptions): {
  readonly pairs: readonly Pair[];
  readonly missing: readonly CatalogObject[];
  readonly extra: readonly CatalogObject[];
} {
  const left = new Map(after.map((one) => [identityKey(one), one]));
  const pairs: Pair[] = [];
  const missing: CatalogObject[] = [];
  const placeIn = placesOf(before, renamed);
  for (const one of before) {
    const { schema, parent, name } = renamed(one);
    const key = placeIn(one) ?? '';
    const live = left.get(key);
    if (live === undefined) missing.push({ ...one, schema, parent, name });
    else pairs.push([one, live]);
    left.delete(key);
  }
  return { pairs, missing, extra: [...left.values()] };
}

function changesOf(
  pairs: readonly Pair[],
  counts: (kind: string, fact: string) => boolean,
): readonly string[] {
  return pairs.flatMap(([before, live]) => {
    const facts = Object.fromEntries(
      Object.entries(before.facts).filter(([fact]) => counts(live.kind, fact)),
    );
    // By the name that it has now.
    const changes = changeFacts({ ...live, facts }, live);
    return [...new Set(Object.values(changes).flatMap((statements) => statements ?? []))];
  });
}

/** Constraints that say that a column is not null, under other names. */
function renamedNotNulls(
  missing: readonly CatalogObject[],
  extra: readonly CatalogObject[],
): readonly { readonly from: CatalogObject; readonly to: CatalogObject }[] {
  const keyFor = (one: CatalogObject): string => keyOf(one.schema, one.parent, ...textsFact(one, 'columns'));
  const notNull = ({ kind }: CatalogObject): boolean => kind === 'not null constraint';
  const there = new Map(extra.filter(notNull).map((one) => [keyFor(one), one]));
  return missing.filter(notNull).flatMap((to) => {
    const from = there.get(keyFor(to));
    return from === undefined ? [] : [{ from, to }];
  });
}
