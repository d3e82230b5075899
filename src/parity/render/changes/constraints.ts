import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { resetForeignKeyTriggers } from '../foreign-key-triggers.ts';
import { textFact, textsFact } from '../facts.ts';
import { nameOf, ownerOf, qualified } from '../names.ts';
import { each, made } from './change.ts';
import type { Change, Changes } from './change.ts';
import { changeParameters } from './parameters.ts';

const INHERITANCE = made('inherited', 'parents', 'local');

/** What is true of an index, be it one by itself or that of a constraint. */
const KEPT: Changes = {
  with: (wanted, live) => changeParameters(`ALTER INDEX ${nameOf(wanted)}`, { wanted, live, fact: 'with' }),
  tablespace: (wanted) => [
    `ALTER INDEX ${nameOf(wanted)} SET TABLESPACE ${quoteIdentifier(textFact(wanted, 'tablespace') ?? 'pg_default')}`,
  ],
  clustered: (wanted) =>
    wanted.facts.clustered === true
      ? [`ALTER TABLE ${ownerOf(wanted)} CLUSTER ON ${quoteIdentifier(wanted.name)}`]
      : [uncluster(wanted)],
  // Where it is not the one any more, another one or the table itself says what is.
  replicaIdentity: (wanted) =>
    wanted.facts.replicaIdentity === true
      ? [`ALTER TABLE ${ownerOf(wanted)} REPLICA IDENTITY USING INDEX ${quoteIdentifier(wanted.name)}`]
      : [],
  statistics: changeStatistics,
  ...made('valid'),
};

/** Facts of indexes. */
export const INDEX: Changes = {
  ...KEPT,
  parentIndex: (wanted, live) => {
    const parent = textsFact(wanted, 'parentIndex');
    if (parent.length === 0 || textsFact(live, 'parentIndex').length > 0) return undefined;
    return [`ALTER INDEX ${qualified(parent)} ATTACH PARTITION ${nameOf(wanted)}`];
  },
  // It is said by which index it is a part of.
  inherited: (wanted, live) =>
    wanted.facts.inherited === true && live.facts.inherited === false ? [] : undefined,
  ...made('qualifiedOpclasses'),
};

/** Facts of primary keys, unique and exclusion constraints. */
export const KEY: Changes = { ...KEPT, ...INHERITANCE };

const VALIDATED: Change = (wanted) =>
  wanted.facts.validated === true
    ? [`ALTER TABLE ${ownerOf(wanted)} VALIDATE CONSTRAINT ${quoteIdentifier(wanted.name)}`]
    : undefined;

/** Facts of foreign keys. */
export const FOREIGN_KEY: Changes = {
  ...each(['deferrable', 'deferred'], (wanted) => [alter(wanted, timing(wanted))]),
  enforced: (wanted) => [alter(wanted, wanted.facts.enforced === false ? 'NOT ENFORCED' : 'ENFORCED')],
  // What is enforced is validated at once.
  validated: (wanted, live) => (wanted.facts.enforced !== live.facts.enforced ? [] : VALIDATED(wanted, live)),
  // With what enforces it, its triggers come and go.
  ...each(['triggers', 'triggersEnabled'], (wanted, live) =>
    wanted.facts.enforced !== live.facts.enforced ? [] : resetForeignKeyTriggers(wanted),
  ),
  ...made('referencedIndex'),
  ...INHERITANCE,
};

/** Facts of checks. */
export const CHECK: Changes = {
  validated: (wanted, live) =>
    wanted.facts.enforced === live.facts.enforced ? VALIDATED(wanted, live) : undefined,
  ...made('enforced', 'noInherit'),
  ...INHERITANCE,
};

/** Facts of constraints that a column is not null. */
export const NOT_NULL: Changes = {
  validated: VALIDATED,
  noInherit: (wanted) => [alter(wanted, wanted.facts.noInherit === true ? 'NO INHERIT' : 'INHERIT')],
  ...INHERITANCE,
};

function alter(constraint: CatalogObject, what: string): string {
  return `ALTER TABLE ${ownerOf(constraint)} ALTER CONSTRAINT ${quoteIdentifier(constraint.name)} ${what}`;
}

function timing({ facts }: CatalogObject): string {
  if (facts.deferrable !== true) return 'NOT DEFERRABLE';
  return `DEFERRABLE INITIALLY ${facts.deferred === true ? 'DEFERRED' : 'IMMEDIATE'}`;
}

/** Unless the table is clustered on another index by now. */
function uncluster(index: CatalogObject): string {
  const body = `BEGIN
  IF (SELECT indisclustered FROM pg_catalog.pg_index WHERE indexrelid = ${quoteLiteral(nameOf(index))}::regclass) THEN
    ALTER TABLE ${ownerOf(index)} SET WITHOUT CLUSTER;
  END IF;
END`;
  return `DO ${quoteLiteral(body)}`;
}

function changeStatistics(wanted: CatalogObject, live: CatalogObject): readonly string[] {
  const [one, other] = [textsFact(wanted, 'statistics'), textsFact(live, 'statistics')];
  const placeOf = (entry: string): string => entry.split(': ')[0] ?? '';
  const gone = other.map(placeOf).filter((place) => !one.some((entry) => placeOf(entry) === place));
  const change = (place: string, count: string): string =>
    `ALTER INDEX ${nameOf(wanted)} ALTER COLUMN ${place} SET STATISTICS ${count}`;
  return [
    ...gone.map((place) => change(place, '-1')),
    ...one
      .filter((entry) => !other.includes(entry))
      .map((entry) => change(placeOf(entry), entry.split(': ')[1] ?? '')),
  ];
}
