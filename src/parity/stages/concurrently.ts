import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Finding } from '../fix/index.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { raw } from '../fix/knex.ts';
import { freeNames, nameBefore } from '../fix/migration/held-names.ts';
import { asLive } from '../fix/live-terms.ts';
import { sidesOf } from '../fix/sides.ts';
import type { Both } from '../fix/sides.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { renderObjects } from '../render/index.ts';
import { nameOf } from '../render/names.ts';

/** Indexes that come, go and change while others write: each by a statement that stands in no transaction. */
export function indexesConcurrently(findings: readonly Finding[], both: Both): Pieces {
  const sides = sidesOf(both);
  const subjects = findings.map(({ subject }) => subject);
  const gone = new Set(subjects.flatMap(({ live }) => live ?? []));
  const come = new Set(subjects.flatMap(({ declared }) => declared ?? []));
  const wanted = [...come].map((one) => backing(asLive(one, sides)));
  return [...freeNames(wanted, sides), ...replacedIndexes([...gone], wanted)];
}

/** Drops some indexes and makes others. What takes the place of one of its name is there before that one goes. */
export function replacedIndexes(gone: readonly CatalogObject[], come: readonly CatalogObject[]): Pieces {
  const names = new Set(come.map(({ schema, name }) => keyOf(schema, name)));
  const isInTheWay = ({ schema, name }: CatalogObject): boolean => names.has(keyOf(schema, name));
  const aside = (index: CatalogObject): CatalogObject =>
    isInTheWay(index) ? { ...index, name: nameBefore(index.name) } : index;
  return raw([
    ...gone
      .filter(isInTheWay)
      .map((index) => `ALTER INDEX ${nameOf(index)} RENAME TO ${quoteIdentifier(aside(index).name)}`),
    ...renderObjects(come).map(concurrently),
    ...gone.map((index) => `DROP INDEX CONCURRENTLY ${nameOf(aside(index))}`),
  ]);
}

/** A statement that makes an index, while others write. What is said of the index stays as it is. */
export function concurrently(statement: string): string {
  return statement.replace(/^(CREATE(?: UNIQUE)? INDEX)/, '$1 CONCURRENTLY');
}

/** The index that a key is kept by, under its name; an index itself. */
function backing(object: CatalogObject): CatalogObject {
  if (object.kind === 'index') return object;
  const columns = object.facts.columns ?? [];
  const facts = { ...object.facts, columns, unique: true, method: 'btree' };
  return { ...object, kind: 'index', facts };
}
