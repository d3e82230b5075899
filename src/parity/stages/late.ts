import { identityKey, keyOf } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import type { Conclusion } from '../compare/verdict.ts';
import type { DeclaredObject } from '../declared/model.ts';
import type { Finding } from '../fix/index.ts';
import { isMadeAnew } from '../fix/kinds.ts';
import { declaredColumns, declaredColumnsKey } from './declared-columns.ts';
import { leadsToAny } from './early-keys.ts';
import { lateKeys } from './late-keys.ts';
import { standingIn } from './standing.ts';

/** What is not made with the rest, since rows that are there would have to be read, or written, while others wait. */
export interface Late {
  /** Foreign keys and checks of tables that are there, which come, or are made again: they hold for new rows first. */
  readonly unvalidated: ReadonlySet<string>;
  /** Columns that are there and are to hold no null any more. */
  readonly required: ReadonlySet<string>;
  /** New columns that hold no null and have nothing to put in for the rows that are there. */
  readonly unfilled: ReadonlySet<string>;
  /** Indexes of tables that are there, which come, or are made again. */
  readonly indexes: ReadonlySet<string>;
  /** Primary keys and unique constraints of tables that are there, which come, or are made again. */
  readonly keys: ReadonlySet<string>;
  /** Indexes that go, and keys whose place another one takes. */
  readonly gone: ReadonlySet<string>;
  /** Foreign keys that lead to one of these, or whose rows are looked up by one. */
  readonly keyed: ReadonlySet<string>;
}

/** Sorts out what of a conclusion is better done later. */
export function lateOf(conclusion: Conclusion): Late {
  const { findings, both } = conclusion;
  const standing = standingIn(conclusion);
  const identitiesOf = (wanted: (finding: Finding) => boolean): ReadonlySet<string> =>
    new Set(
      findings
        .filter((finding) => standing.isThere(finding.identity) && wanted(finding))
        .map(({ identity }) => identityKey(identity)),
    );
  const { keys, indexes, gone } = lateKeys(conclusion, standing);
  const coming = findings.flatMap(({ identity, subject: { declared } }) =>
    declared !== undefined && [keys, indexes].some((set) => set.has(identityKey(identity))) ? [declared] : [],
  );
  const targets = new Set(coming.map(declaredColumnsKey));
  // A key that is made with the rest lets none of its columns hold a null.
  const inKeys = new Set(
    both.declared
      .filter((one) => one.kind === 'primary key' && !keys.has(identityKey(one)))
      .flatMap((key) =>
        declaredColumns(key.facts.columns).map((name) => keyOf(key.schema, key.parent, name)),
      ),
  );
  const isInKey = ({ schema, parent, name }: Identity): boolean => inKeys.has(keyOf(schema, parent, name));
  return {
    unvalidated: identitiesOf(
      ({ kind, attribute, subject }) =>
        VALIDATED.has(kind) &&
        (attribute === 'missing' ||
          attribute === 'validated' ||
          (attribute !== 'undeclared' && isMadeAnew(kind, attribute) && standing.isFree(subject))),
    ),
    required: identitiesOf(
      ({ kind, attribute, identity, subject }) =>
        kind === 'column' &&
        attribute === 'nullable' &&
        !isInKey(identity) &&
        subject.declared?.facts.nullable === false &&
        subject.live?.facts.nullable === true,
    ),
    unfilled: identitiesOf(
      (one) =>
        one.attribute === 'missing' && one.kind === 'column' && !isInKey(one.identity) && isUnfilled(one),
    ),
    ...{ indexes, keys, gone },
    keyed: identitiesOf(
      (one) =>
        one.attribute === 'missing' &&
        one.kind === 'foreign key' &&
        (leadsToAny(one, targets) || coming.some((index) => isLookedUpBy(one, index))),
    ),
  };
}

/** Whether an index begins with the columns of a foreign key, so that nobody who deletes has to read the whole table. */
function isLookedUpBy({ subject: { declared } }: Finding, index: DeclaredObject): boolean {
  if (declared?.schema !== index.schema || declared.parent !== index.parent) return false;
  const own = declaredColumns(declared.facts.columns);
  const first = new Set(declaredColumns(index.facts.columns).slice(0, own.length));
  return own.length > 0 && own.every((name) => first.has(name));
}

const VALIDATED = new Set(['foreign key', 'check']);

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
