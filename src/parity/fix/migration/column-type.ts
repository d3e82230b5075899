import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { ended } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { nameOf, ownerOf } from '../../render/names.ts';
import { raw, remark } from '../knex.ts';
import type { Sides, Subject } from '../sides.ts';
import { ownSequenceOf } from './counter.ts';
import { asideOfType, merged } from './aside.ts';
import type { Change } from './change.ts';
import { alterOptions, counterOptions } from './sequence-options.ts';
import { bare, usingClause, usingNote } from './using.ts';

/** Gives a column its type or its collation, and the default that it has with that. */
export function changeType(
  { attribute, values, live }: Subject,
  wanted: CatalogObject,
  sides: Sides,
): Change {
  if (live === undefined) return { code: [], aside: merged([]) };
  const from = textFact(live, 'type') ?? '';
  if (attribute === 'collation') {
    const type = textFact(wanted, 'type') ?? from;
    const change = `ALTER TABLE ${ownerOf(live)} ALTER COLUMN ${quoteIdentifier(live.name)} TYPE ${type}${collating(wanted)}`;
    return { code: raw([change]), aside: asideOfType(live, true, sides), column: live };
  }
  const to = typeof values?.[0] === 'string' ? values[0] : (textFact(wanted, 'type') ?? '');
  const note = usingNote(from, to);
  const isSerial = wanted.facts.serial === true && live.facts.serial === true;
  const sequence = isSerial ? ownSequenceOf(live, sides) : undefined;
  const options =
    sequence === undefined
      ? undefined
      : alterOptions(nameOf(sequence), counterOptions(wanted), sequence.facts);
  const change = raw([
    ...typeStatements(live, wanted, { from, to, isCut: sides.fills === true }),
    ...(options === undefined ? [] : [options]),
  ]);
  return {
    code: note === undefined ? change : [...remark(note), ...change],
    aside: asideOfType(live, bare(from) === bare(to), sides),
    column: live,
  };
}

/** The change of the type alone. A default that the new type cannot take is out of the way meanwhile. */
export function typeStatements(
  live: CatalogObject,
  wanted: CatalogObject,
  { from, to, isCut = false }: { readonly from: string; readonly to: string; readonly isCut?: boolean },
): readonly string[] {
  const column = quoteIdentifier(live.name);
  // What is calculated is calculated again, and takes no other values.
  const isStored = textFact(live, 'generated') === undefined;
  const using = isStored
    ? (usingClause(column, from, to) ?? (isCut ? cut(column, to) : undefined))
    : undefined;
  // A serial column that stays one keeps its default: what a sequence gives is a number, whatever its type.
  const isSerial = live.facts.serial === true;
  const isKept = isSerial && wanted.facts.serial === true;
  const had = isKept ? undefined : isSerial ? 'nextval' : textFact(live, 'default');
  const counts = wanted.facts.serial === true || textFact(wanted, 'identity') !== undefined;
  const value = wanted.facts.default === undefined && !counts ? had : textFact(wanted, 'default');
  // Only whole numbers count.
  const stopsCounting =
    textFact(live, 'identity') !== undefined && textFact(wanted, 'identity') === undefined;
  const actions = [
    ...(had === undefined ? [] : ['DROP DEFAULT']),
    `TYPE ${to}${collating(wanted)}${using === undefined ? '' : ` USING ${using}`}`,
    ...(had === undefined || value === undefined ? [] : [`SET DEFAULT ${ended(value)}`]),
  ];
  return [
    ...(stopsCounting ? [`ALTER TABLE ${ownerOf(live)} ALTER COLUMN ${column} DROP IDENTITY IF EXISTS`] : []),
    `ALTER TABLE ${ownerOf(live)} ${actions.map((action) => `ALTER COLUMN ${column} ${action}`).join(', ')}`,
  ];
}

/** Told to, Postgres cuts what is too long, rather than refuse it. */
function cut(column: string, to: string): string | undefined {
  return /^(?:character|varchar|char|bpchar|bit)\b.*\(\d+\)$/.test(to) ? `${column}::${to}` : undefined;
}

/** A type without a word on it has its own collation. */
function collating(wanted: CatalogObject): string {
  const collation = textFact(wanted, 'collation');
  return collation === undefined ? '' : ` COLLATE ${collation}`;
}
