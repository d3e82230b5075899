import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { ownerOf } from '../../render/names.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw, remark } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import type { Sides, Subject } from '../sides.ts';
import { around, asideOfKey, NOTHING, stepsOf } from './aside.ts';
import { freeNames } from './held-names.ts';

/** Kinds whose existing rows are looked at when one is added, with what is wrong with some. */
const REFUSED: Readonly<Record<string, string>> = {
  'primary key': 'two rows have the same values, or one has none',
  unique: 'two rows have the same values',
  'foreign key': 'a row refers to one that is not there',
  check: 'a row does not meet the condition',
};

/** What mends a primary key, a unique constraint, a foreign key or a check. */
export function constraintMigration({ attribute, declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropped(live);
  const wanted = asLive(declared, sides, live);
  // Rows that are there are not looked at where nobody asks for it.
  const isFree = wanted.facts.validated === false || wanted.facts.enforced === false;
  const note = isFree ? [] : remark(`Fails where ${REFUSED[declared.kind] ?? ''}.`);
  if (live === undefined) return [...note, ...freeNames([wanted], sides), ...made([wanted])];
  const change = `ALTER TABLE ${ownerOf(live)}`;
  const name = quoteIdentifier(live.name);
  if (attribute === 'renamed')
    return raw([`${change} RENAME CONSTRAINT ${name} TO ${quoteIdentifier(declared.name)}`]);
  if (attribute === 'validated' && wanted.facts.validated === true)
    return [...note, ...raw([`${change} VALIDATE CONSTRAINT ${name}`])];
  if (live.kind === 'foreign key' && (attribute === 'deferrable' || attribute === 'deferred'))
    return raw([`${change} ALTER CONSTRAINT ${name}${deferral(wanted)}`]);
  const isKey = live.kind !== 'foreign key' && live.kind !== 'check';
  const steps = stepsOf(isKey ? asideOfKey(live, sides) : NOTHING, sides);
  return [...note, ...around(steps, dropped(live), made([wanted]))];
}

/** Since a constraint cannot be deferred that is not deferrable, both are said at once. */
function deferral({ facts }: CatalogObject): string {
  if (facts.deferrable !== true) return ' NOT DEFERRABLE';
  return ` DEFERRABLE INITIALLY ${facts.deferred === true ? 'DEFERRED' : 'IMMEDIATE'}`;
}
