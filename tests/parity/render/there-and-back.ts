import type { Client } from 'pg';
import { FAMILIES } from '../../../src/catalog/families.ts';
import { address, identityKey } from '../../../src/catalog/object.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { changeFacts, changeObject } from '../../../src/parity/render/change-facts.ts';
import { dropObject } from '../../../src/parity/render/drop.ts';
import { renderObjects } from '../../../src/parity/render/index.ts';
import type { Whole } from './again.ts';
import { everything, run } from './facts.ts';

/** Objects of two states of a database in pairs, and those that one of the states has alone. */
export interface Sides {
  readonly pairs: readonly (readonly [wanted: CatalogObject, live: CatalogObject])[];
  readonly missing: readonly CatalogObject[];
  readonly unexpected: readonly CatalogObject[];
}

/** Puts them side by side. */
export function sidesOf(wanted: readonly CatalogObject[], live: readonly CatalogObject[]): Sides {
  const [one, other] = [byKey(wanted), byKey(live)];
  return {
    pairs: wanted.flatMap((object) => {
      const found = other.get(identityKey(object));
      return found === undefined ? [] : [[object, found] as const];
    }),
    missing: wanted.filter((object) => !other.has(identityKey(object))),
    unexpected: live.filter((object) => !one.has(identityKey(object))),
  };
}

/** What was done to come from one state to the other. */
export interface Way {
  /** The kinds of which something was made, and of which something was dropped. */
  readonly made: readonly string[];
  readonly dropped: readonly string[];
  /** What is not as it is wanted, a line each, where nothing that is done makes it so. */
  readonly left: readonly string[];
}

/** More than any change takes. */
const ROUNDS = 20;

/**
 * Brings a database to a state that was read before: what is not wanted is dropped, and so is what nothing alters,
 * with all that hangs on it; what is missing is made of its facts; the others are changed. `now` is what it holds.
 */
export async function bringTo(
  client: Client,
  wanted: Whole,
  {
    now,
    isOwn,
  }: { readonly now: readonly CatalogObject[]; readonly isOwn: (object: CatalogObject) => boolean },
): Promise<Way> {
  const [made, dropped]: [string[], string[]] = [[], []];
  const seen = new Set<string>();
  let live = now;
  for (;;) {
    const sides = sidesOf(wanted.objects, live);
    const left = differing(sides);
    if (left.length === 0 || seen.has(left.join()) || seen.size === ROUNDS) return { made, dropped, left };
    seen.add(left.join());
    const { pairs, missing, unexpected } = sides;
    const out = inDropOrder([
      ...unexpected
        .filter((one) => !isTakenAlong(one))
        .flatMap((one) => (isOfView(one, live) ? ownersOf(one, live) : [one])),
      ...pairs.flatMap(unalterable).flatMap((one) => (isPart(one) ? ownersOf(one, live) : [one])),
      ...inTheWay(missing, pairs),
    ])[0];
    if (out !== undefined) {
      dropped.push(out.kind);
      await run(client, dropObject(out).map(cascading));
    } else if (missing.length > 0) {
      made.push(...missing.map(({ kind }) => kind));
      await run(client, renderObjects(missing, wanted.dependencies));
    } else {
      await run(
        client,
        pairs.flatMap(([one, other]) => changeObject(one, other) ?? []),
      );
    }
    live = (await everything(client)).filter(isOwn);
  }
}

/** What is not as it is wanted, a line each. */
export function differing({ pairs, missing, unexpected }: Sides): readonly string[] {
  return [
    ...missing.map((object) => `missing: ${object.kind} ${address(object)}`),
    ...unexpected.map((object) => `unexpected: ${object.kind} ${address(object)}`),
    ...pairs.flatMap(([wanted, live]) =>
      factsToChange([wanted, live]).map(
        (fact) =>
          `${live.kind}/${fact} ${address(live)}: ${JSON.stringify(live.facts[fact])} for ${JSON.stringify(wanted.facts[fact])}`,
      ),
    ),
  ];
}

/** The facts of an object that are not as they are wanted. */
export function factsToChange([wanted, live]: readonly [CatalogObject, CatalogObject]): readonly string[] {
  return Object.keys(changeFacts(wanted, live));
}

/** The object as it is, where it has to be made again. */
function unalterable([wanted, live]: readonly [CatalogObject, CatalogObject]): readonly CatalogObject[] {
  return changeObject(wanted, live) === undefined ? [live] : [];
}

/** A sequence that a column is to bring with it, and that was left when its table went. */
function inTheWay(missing: readonly CatalogObject[], pairs: Sides['pairs']): readonly CatalogObject[] {
  const brought = new Set(
    missing.map(({ facts }) => JSON.stringify(facts.sequenceName ?? null)).filter((name) => name !== 'null'),
  );
  return pairs
    .map(([, live]) => live)
    .filter(({ kind, schema, name }) => kind === 'sequence' && brought.has(JSON.stringify([schema, name])));
}

/** An owner before what it owns, which goes with it; a sequence may be a column's. */
function inDropOrder(objects: readonly CatalogObject[]): readonly CatalogObject[] {
  const place = ({ kind }: CatalogObject): number =>
    kind === 'sequence' ? FAMILIES.length : FAMILIES.findIndex((family) => family.kind === kind);
  return objects.toSorted((one, other) => place(one) - place(other));
}

/** Whether it goes with another object, and cannot by itself. */
function isTakenAlong({ kind, facts }: CatalogObject): boolean {
  return kind === 'multirange type' || facts.inherited === true || isOfClass({ kind, facts });
}

function isOfClass({ kind, facts }: Pick<CatalogObject, 'kind' | 'facts'>): boolean {
  return kind.startsWith('operator family ') && facts.class !== null;
}

/** Whether it is only made again with its owner: a column has its place there. */
function isPart({ kind, facts }: CatalogObject): boolean {
  if (kind === 'column' || facts.inherited === true || isOfClass({ kind, facts })) return true;
  return typeof facts.parents === 'number' && facts.parents > 0;
}

const VIEWS: ReadonlySet<string> = new Set(['view', 'materialized view']);
const OWNERS: ReadonlySet<string> = new Set([...VIEWS, 'table', 'foreign table', 'operator family']);

function isOfView(object: CatalogObject, all: readonly CatalogObject[]): boolean {
  return object.kind === 'column' && ownersOf(object, all).some(({ kind }) => VIEWS.has(kind));
}

/** What it belongs to: the index of the whole table, for that of a partition. */
function ownersOf(object: CatalogObject, all: readonly CatalogObject[]): readonly CatalogObject[] {
  const { kind, schema, parent, facts } = object;
  if (kind === 'index') {
    const whole = JSON.stringify(facts.parentIndex);
    return all.filter((one) => one.kind === 'index' && JSON.stringify([one.schema, one.name]) === whole);
  }
  return all.filter((one) => OWNERS.has(one.kind) && one.schema === schema && one.name === parent);
}

/** What hangs on it is made again afterwards. */
function cascading(statement: string): string {
  return /^(?:DROP (?!ROLE|USER MAPPING)|ALTER (?:TABLE|TYPE|DOMAIN) .* DROP (?:COLUMN|CONSTRAINT|ATTRIBUTE) )/.test(
    statement,
  )
    ? `${statement} CASCADE`
    : statement;
}

function byKey(objects: readonly CatalogObject[]): ReadonlyMap<string, CatalogObject> {
  return new Map(objects.map((object) => [identityKey(object), object]));
}
