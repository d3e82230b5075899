import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import type { Conclusion } from '../compare/verdict.ts';
import type { DeclaredFact, DeclaredObject } from '../declared/model.ts';
import { columnsKey, isKey, targetKey } from '../fix/dropped-first.ts';
import type { Finding } from '../fix/index.ts';

/** What is not made with the rest, since rows that are there would have to be read, or written, while others wait. */
export interface Late {
  /** Foreign keys and checks of tables that are there: they hold for new rows first. */
  readonly unvalidated: ReadonlySet<string>;
  /** Columns that are there and are to hold no null any more. */
  readonly required: ReadonlySet<string>;
  /** New columns that hold no null and have nothing to put in for the rows that are there. */
  readonly unfilled: ReadonlySet<string>;
  /** Indexes of tables that are there, which come, or are made again. */
  readonly indexes: ReadonlySet<string>;
  /** Those that go. */
  readonly goneIndexes: ReadonlySet<string>;
  /** Primary keys and unique constraints of tables that are there. */
  readonly keys: ReadonlySet<string>;
  /** Foreign keys that lead to one of these. */
  readonly keyed: ReadonlySet<string>;
}

/** Sorts out what of a conclusion is better done later. */
export function lateOf({ findings, both }: Conclusion): Late {
  const there = new Map(
    both.pairs
      .filter(({ declared }) => declared.kind === 'table' || declared.kind === 'materialized view')
      .map(({ declared, live }) => [keyOf(declared.schema, declared.name), live]),
  );
  // Postgres makes no part of a partitioned table later but its checks.
  const isThere = ({ kind, schema, parent }: Identity): boolean => {
    const owner = there.get(keyOf(schema, parent));
    return owner !== undefined && (LATE_IN_PARTITIONED.has(kind) || !isPartitioned(owner));
  };
  const keysOf = (wanted: (finding: Finding) => boolean): ReadonlySet<string> =>
    new Set(
      findings
        .filter((finding) => isThere(finding.identity) && wanted(finding))
        .map(({ identity }) => identityKey(identity)),
    );
  const isNew = ({ attribute }: Finding): boolean => attribute === 'missing';
  const changed = new Set(
    findings
      .filter(
        ({ kind, attribute }) => kind === 'column' && ['type', 'undeclared', 'collation'].includes(attribute),
      )
      .map(({ subject: { live } }) => keyOf(live?.schema ?? null, live?.parent ?? null)),
  );
  const needed = new Set(both.live.filter(({ kind }) => kind === 'foreign key').map(targetKey));
  const isRemade = ({ attribute, subject: { declared, live } }: Finding): boolean =>
    attribute !== 'renamed' &&
    declared !== undefined &&
    live !== undefined &&
    !changed.has(keyOf(live.schema, live.parent)) &&
    !(isKey(live) && needed.has(columnsKey(live)));
  const early = neededEarly(findings, both);
  const isEarly = ({ subject: { declared } }: Finding): boolean =>
    declared !== undefined &&
    early.has(keyOf(declared.schema, declared.parent, ...namesIn(declared.facts.columns)));
  const keys = keysOf(
    (one) => isNew(one) && (one.kind === 'primary key' || one.kind === 'unique') && !isEarly(one),
  );
  const indexes = keysOf((one) => one.kind === 'index' && ((isNew(one) && !isEarly(one)) || isRemade(one)));
  const keyColumns = new Set(
    findings
      .filter(({ identity }) => keys.has(identityKey(identity)) || indexes.has(identityKey(identity)))
      .map(({ identity: { schema, parent }, subject }) =>
        keyOf(schema, parent, ...namesIn(subject.declared?.facts.columns)),
      ),
  );
  // A key that is made with the rest lets none of its columns hold a null.
  const inKeys = new Set(
    both.declared
      .filter((one) => one.kind === 'primary key' && !keys.has(identityKey(one)))
      .flatMap((key) => namesIn(key.facts.columns).map((name) => keyOf(key.schema, key.parent, name))),
  );
  const isKeyed = ({ schema, parent, name }: Identity): boolean => inKeys.has(keyOf(schema, parent, name));
  return {
    unvalidated: keysOf((one) => isNew(one) && (one.kind === 'foreign key' || one.kind === 'check')),
    required: keysOf(
      ({ kind, attribute, identity, subject }) =>
        kind === 'column' &&
        attribute === 'nullable' &&
        !isKeyed(identity) &&
        subject.declared?.facts.nullable === false &&
        subject.live?.facts.nullable === true,
    ),
    unfilled: keysOf(
      (one) => isNew(one) && one.kind === 'column' && !isKeyed(one.identity) && isUnfilled(one),
    ),
    indexes,
    // One that is in the way of a column's change goes before that.
    goneIndexes: new Set(
      findings
        .filter(
          ({ kind, attribute, subject: { live } }) =>
            kind === 'index' &&
            attribute === 'undeclared' &&
            live !== undefined &&
            isThereLive(live, both) &&
            !changed.has(keyOf(live.schema, live.parent)),
        )
        .map(({ identity }) => identityKey(identity)),
    ),
    keys,
    keyed: keysOf((one) => isNew(one) && one.kind === 'foreign key' && leadsToAny(one, keyColumns)),
  };
}

/** Whether anything is late at all. */
export function isNothingLate(late: Late): boolean {
  return Object.values(late as unknown as Readonly<Record<string, ReadonlySet<string>>>).every(
    ({ size }) => size === 0,
  );
}

function isUnfilled({ subject: { declared } }: Finding): boolean {
  const facts = declared?.facts ?? {};
  const isFilled = ['default', 'generation', 'identity'].some((fact) => (facts[fact] ?? null) !== null);
  return facts.nullable === false && !isFilled && facts.serial !== true;
}

function isThereLive({ schema, parent }: Identity, { pairs }: Conclusion['both']): boolean {
  return pairs.some(
    ({ live }) =>
      live.parent === null && live.schema === schema && live.name === parent && !isPartitioned(live),
  );
}

function isPartitioned({ facts }: CatalogObject): boolean {
  return typeof facts.partitionKey === 'string';
}

const LATE_IN_PARTITIONED = new Set(['check', 'column']);

/** Keys that foreign keys of new tables lead to, or such as lead elsewhere from now on. */
function neededEarly(findings: readonly Finding[], { declared }: Conclusion['both']): ReadonlySet<string> {
  const tables = new Set(
    findings
      .filter(({ kind, attribute }) => kind === 'table' && attribute === 'missing')
      .map(({ identity: { schema, name } }) => keyOf(schema, name)),
  );
  const changed = new Set(
    findings
      .filter(({ kind, attribute }) => kind === 'foreign key' && attribute !== 'missing')
      .map(({ subject }) => subject.declared),
  );
  return new Set(
    declared
      .filter(
        (one) =>
          one.kind === 'foreign key' && (changed.has(one) || tables.has(keyOf(one.schema, one.parent))),
      )
      .flatMap((one) => targetOf(one) ?? []),
  );
}

function leadsToAny({ subject: { declared } }: Finding, keys: ReadonlySet<string>): boolean {
  const target = declared === undefined ? undefined : targetOf(declared);
  return target !== undefined && keys.has(target);
}

/** The table and the columns that a foreign key leads to. */
function targetOf({ facts: { references, referencedColumns } }: DeclaredObject): string | undefined {
  if (typeof references !== 'object' || references === null || !('object' in references)) return undefined;
  const { schema, name } = references.object;
  return keyOf(schema, name, ...namesIn(referencedColumns));
}

/** Columns in any order: a foreign key finds its key whatever that is. */
function namesIn(fact: DeclaredFact | undefined): readonly string[] {
  if (typeof fact !== 'object' || fact === null || !('columnsOf' in fact)) return [];
  return fact.names.filter((name) => name !== null).sort();
}
