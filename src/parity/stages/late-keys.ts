import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import type { Conclusion } from '../compare/verdict.ts';
import { columnsKey } from '../fix/dropped-first.ts';
import type { Finding } from '../fix/index.ts';
import { textsFact } from '../render/facts.ts';
import { declaredColumnsKey } from './declared-columns.ts';
import { keysNeededEarly } from './early-keys.ts';
import type { Late } from './late.ts';
import type { Standing } from './standing.ts';

const KEYS = new Set(['primary key', 'unique']);

/** Indexes and keys of tables that are there, which come and go while others write. */
export function lateKeys(
  conclusion: Conclusion,
  { isThere, isOfStanding, isFree }: Standing,
): Pick<Late, 'indexes' | 'keys' | 'gone'> {
  const { findings } = conclusion;
  const early = keysNeededEarly(conclusion);
  const isLoosened = loosenedIn(findings);
  const comes = ({ attribute, identity, subject }: Finding): boolean => {
    const { declared, live } = subject;
    if (declared === undefined || !isThere(identity) || attribute === 'renamed') return false;
    return live === undefined ? !early.has(declaredColumnsKey(declared)) : isFree(subject);
  };
  // Postgres keeps no key of ranges by an index that was there before.
  const isKey = ({ kind, subject: { declared, live } }: Finding): boolean =>
    KEYS.has(kind) &&
    declared?.facts.withoutOverlaps !== true &&
    live?.facts.withoutOverlaps !== true &&
    !(kind === 'primary key' && live !== undefined && isLoosened(live));
  const keys = findings.filter((one) => isKey(one) && comes(one));
  const indexes = findings.filter((one) => one.kind === 'index' && comes(one));
  const taken = new Set(
    [...keys, ...indexes].flatMap(({ subject: { declared: one } }) =>
      one === undefined ? [] : [keyOf(one.schema, one.name), declaredColumnsKey(one), ...soleOf(one)],
    ),
  );
  const gone = findings.filter((one) => {
    const { live } = one.subject;
    if (one.attribute !== 'undeclared' || live === undefined) return false;
    if (!isOfStanding(live) || !isFree(one.subject)) return false;
    return one.kind === 'index' || (isKey(one) && placesOf(live).some((place) => taken.has(place)));
  });
  return { keys: identitiesOf(keys), indexes: identitiesOf(indexes), gone: identitiesOf(gone) };
}

function identitiesOf(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map(({ identity }) => identityKey(identity)));
}

/** Postgres lets no column of a primary key hold a null: one of which a column is to hold some goes before that. */
function loosenedIn(findings: readonly Finding[]): (key: CatalogObject) => boolean {
  const columns = new Set(
    findings.flatMap(({ kind, attribute, subject: { declared, live } }) =>
      kind === 'column' && attribute === 'nullable' && declared?.facts.nullable === true && live !== undefined
        ? [keyOf(live.schema, live.parent, live.name)]
        : [],
    ),
  );
  return (key) => textsFact(key, 'columns').some((name) => columns.has(keyOf(key.schema, key.parent, name)));
}

/** What a key has that another one may take: its name, its columns, and that it is the primary one. */
function placesOf(live: CatalogObject): readonly string[] {
  return [keyOf(live.schema, live.name), columnsKey(live), ...soleOf(live)];
}

function soleOf({ kind, schema, parent }: Identity): readonly string[] {
  return kind === 'primary key' ? [keyOf(kind, schema, parent)] : [];
}
