import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import type { Conclusion } from '../compare/verdict.ts';
import { changingColumns, isOnChanging } from '../fix/changing.ts';
import { columnsKey, isKey, targetKey } from '../fix/dropped-first.ts';
import type { Finding } from '../fix/index.ts';

/** What of a database stands while it is changed. */
export interface Standing {
  /** Whether a declared part is one of a table that is there, and one that Postgres can make later. */
  readonly isThere: (part: Identity) => boolean;
  /** The same of a part that is in the database. */
  readonly isOfStanding: (part: CatalogObject) => boolean;
  /** Whether a part can go and come by itself: no column of it changes, and no foreign key needs it. */
  readonly isFree: (subject: Pick<Finding['subject'], 'declared' | 'live'>) => boolean;
}

/** Of a partitioned table Postgres makes nothing later but these. */
const LATE_IN_PARTITIONED = new Set(['check', 'column']);
const HOLDERS = new Set(['table', 'materialized view']);

/** Looks at the tables of both sides and at what becomes of their columns. */
export function standingIn({ findings, both }: Conclusion): Standing {
  const pairs = both.pairs.filter(({ declared }) => HOLDERS.has(declared.kind));
  const declared = new Map(pairs.map((pair) => [keyOf(pair.declared.schema, pair.declared.name), pair.live]));
  const live = new Map(pairs.map((pair) => [keyOf(pair.live.schema, pair.live.name), pair.live]));
  const isPartOf = (owner: CatalogObject | undefined, kind: string): boolean =>
    owner !== undefined && (LATE_IN_PARTITIONED.has(kind) || typeof owner.facts.partitionKey !== 'string');
  const changing = changingColumns(findings, both.live);
  const needed = new Set(both.live.filter(({ kind }) => kind === 'foreign key').map(targetKey));
  return {
    isThere: ({ kind, schema, parent }) => isPartOf(declared.get(keyOf(schema, parent)), kind),
    isOfStanding: ({ kind, schema, parent }) => isPartOf(live.get(keyOf(schema, parent)), kind),
    isFree: (subject) =>
      subject.live === undefined ||
      (!isOnChanging(subject, changing) && !(isKey(subject.live) && needed.has(columnsKey(subject.live)))),
  };
}
