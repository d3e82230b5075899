import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { cutName } from '../declared/names.ts';
import type { Finding } from '../fix/index.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { raw } from '../fix/knex.ts';
import { freeNames } from '../fix/migration/held-names.ts';
import { asLive } from '../fix/live-terms.ts';
import { sidesOf } from '../fix/sides.ts';
import type { Both } from '../fix/sides.ts';
import { commentOn } from '../render/comment.ts';
import { deferral } from '../render/constraint.ts';
import { dropObject } from '../render/drop.ts';
import { renderObjects } from '../render/index.ts';
import { nameOf, ownerOf } from '../render/names.ts';

const LONGEST_NAME = 63;

/** Indexes and keys that come, go and change while others write: each by statements that stand in no transaction. */
export function indexesConcurrently(findings: readonly Finding[], both: Both): Pieces {
  const sides = sidesOf(both);
  const [gone, come] = [new Map<string, CatalogObject>(), new Map<string, CatalogObject>()];
  for (const { subject } of findings) {
    const { declared, live } = subject;
    if (live !== undefined) gone.set(identityKey(live), live);
    if (declared !== undefined) come.set(identityKey(declared), asLive(declared, sides, live));
  }
  const wanted = [...come.values()];
  const names = both.live.map(({ schema, name }) => keyOf(schema, name));
  return [
    ...freeNames(wanted.map(backing), sides),
    ...replacedIndexes([...gone.values()], wanted, new Set(names)),
  ];
}

/** Drops some indexes and keys and makes others. What takes the place of one is there before that one goes. */
export function replacedIndexes(
  gone: readonly CatalogObject[],
  come: readonly CatalogObject[],
  /** Names that other things have, too. */
  names: ReadonlySet<string>,
): Pieces {
  const held = new Set(gone.map(({ schema, name }) => keyOf(schema, name)));
  const taken = new Set([...names, ...come.map(({ schema, name }) => keyOf(schema, name))]);
  const indexes = new Map(
    come.map((one) => {
      const index = backing(one);
      if (!held.has(keyOf(one.schema, one.name))) return [one, index];
      const name = nextName(index, taken);
      taken.add(keyOf(one.schema, name));
      return [one, { ...index, name }];
    }),
  );
  const built = (one: CatalogObject): CatalogObject => indexes.get(one) ?? one;
  const wanted = new Set(come.map(({ schema, name }) => keyOf(schema, name)));
  // A table has one primary key: that of another name has to go before a key can have the name.
  const keys = come.filter(isConstraint).toSorted((a, b) => a.kind.localeCompare(b.kind));
  const replacedBy = (key: CatalogObject): readonly CatalogObject[] =>
    gone.filter((one) => isInPlaceOf(one, key));
  const inOneGo = new Set(keys.flatMap(replacedBy));
  const others = gone.filter((one) => !inOneGo.has(one));
  // Before another one can have its name.
  const isFirst = ({ schema, name }: CatalogObject): boolean => wanted.has(keyOf(schema, name));
  return raw([
    ...renderObjects(come.map(built)).map(concurrently),
    ...others.filter(isFirst).flatMap(dropped),
    ...keys.flatMap((key) => keyFrom(key, built(key), replacedBy(key))),
    ...come
      .filter((one) => !isConstraint(one) && built(one).name !== one.name)
      .map((one) => `ALTER INDEX ${nameOf(built(one))} RENAME TO ${quoteIdentifier(one.name)}`),
    ...others.filter((one) => !isFirst(one)).flatMap(dropped),
  ]);
}

/** Whether a key goes in the statement by which another one comes: a table has one primary key, and a name means one. */
function isInPlaceOf(one: CatalogObject, key: CatalogObject): boolean {
  if (!isConstraint(one) || one.schema !== key.schema || one.parent !== key.parent) return false;
  return one.name === key.name || (one.kind === 'primary key' && key.kind === 'primary key');
}

/** Makes a key of the index that has been built for it, which takes no longer than a look at the catalogue. */
function keyFrom(
  key: CatalogObject,
  index: CatalogObject,
  replaced: readonly CatalogObject[],
): readonly string[] {
  const kind = key.kind === 'primary key' ? 'PRIMARY KEY' : 'UNIQUE';
  const actions = [
    ...replaced.map(({ name }) => `DROP CONSTRAINT ${quoteIdentifier(name)}`),
    `ADD CONSTRAINT ${quoteIdentifier(key.name)} ${kind} USING INDEX ${quoteIdentifier(index.name)}${deferral(key)}`,
  ];
  return [`ALTER TABLE ${ownerOf(key)} ${actions.join(', ')}`, ...commentOn(key)];
}

function dropped(one: CatalogObject): readonly string[] {
  return isConstraint(one) ? dropObject(one) : [`DROP INDEX CONCURRENTLY ${nameOf(one)}`];
}

/** A statement that makes an index, while others write. What is said of the index stays as it is. */
export function concurrently(statement: string): string {
  return statement.replace(/^(CREATE(?: UNIQUE)? INDEX)/, '$1 CONCURRENTLY');
}

function isConstraint({ kind }: CatalogObject): boolean {
  return kind !== 'index';
}

/** A name that an index can have while another one has its own. */
function nextName({ schema, name }: CatalogObject, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? '_next' : `_next${count}`;
    const next = `${cutName(name, LONGEST_NAME - suffix.length)}${suffix}`;
    if (!taken.has(keyOf(schema, next))) return next;
  }
}

/** The index that a key is kept by, under its name; an index itself. */
function backing(object: CatalogObject): CatalogObject {
  if (!isConstraint(object)) return object;
  const { comment: _comment, ...own } = object.facts;
  const facts = { ...own, columns: own.columns ?? [], unique: true, method: 'btree' };
  return { ...object, kind: 'index', facts };
}
