import type { CatalogObject } from '../../catalog/object.ts';
import type { Finding } from '../fix/index.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { raw } from '../fix/knex.ts';
import { asLive } from '../fix/live-terms.ts';
import { sidesOf } from '../fix/sides.ts';
import type { Both } from '../fix/sides.ts';
import { renderObjects } from '../render/index.ts';
import { nameOf } from '../render/names.ts';

/** Indexes that come and go while others write: each by a statement that stands in no transaction. */
export function indexesConcurrently(findings: readonly Finding[], both: Both): Pieces {
  const sides = sidesOf(both);
  return findings.flatMap(({ subject: { declared, live } }) => {
    if (declared !== undefined)
      return raw(renderObjects([backing(asLive(declared, sides))]).map(concurrently));
    return live === undefined ? [] : raw([`DROP INDEX CONCURRENTLY ${nameOf(live)}`]);
  });
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
