import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { ended } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { nameOf, ownerOf } from '../../render/names.ts';
import { remark } from '../knex.ts';
import type { Sides, Subject } from '../sides.ts';
import { ownSequenceOf } from './counter.ts';
import { around } from './aside.ts';
import { alterOptions, counterOptions } from './sequence-options.ts';
import { usingClause, usingNote } from './using.ts';

/** Gives a column its type, and the default that it has with that. */
export function changeType({ values, live }: Subject, wanted: CatalogObject, sides: Sides): string {
  if (live === undefined) return '';
  const from = textFact(live, 'type') ?? '';
  const to = typeof values?.[0] === 'string' ? values[0] : (textFact(wanted, 'type') ?? '');
  const statements = typeStatements(live, wanted, { from, to });
  const note = usingNote(from, to);
  const isSerial = wanted.facts.serial === true && live.facts.serial === true;
  const sequence = isSerial ? ownSequenceOf(live, sides) : undefined;
  const options =
    sequence === undefined
      ? undefined
      : alterOptions(nameOf(sequence), counterOptions(wanted), sequence.facts);
  const change = around(live, [...statements, ...(options === undefined ? [] : [options])], sides);
  return note === undefined ? change : `${remark(note)}\n${change}`;
}

/** The change of the type alone. A default that the new type cannot take is out of the way meanwhile. */
export function typeStatements(
  live: CatalogObject,
  wanted: CatalogObject,
  { from, to }: { readonly from: string; readonly to: string },
): readonly string[] {
  const column = quoteIdentifier(live.name);
  // What is calculated is calculated again, and takes no other values.
  const using = textFact(live, 'generated') === undefined ? usingClause(column, from, to) : undefined;
  const had = live.facts.serial === true ? undefined : textFact(live, 'default');
  const value = wanted.facts.default === undefined ? had : textFact(wanted, 'default');
  const actions = [
    ...(had === undefined ? [] : ['DROP DEFAULT']),
    `TYPE ${to}${using === undefined ? '' : ` USING ${using}`}`,
    ...(had === undefined || value === undefined ? [] : [`SET DEFAULT ${ended(value)}`]),
  ];
  return [
    `ALTER TABLE ${ownerOf(live)} ${actions.map((action) => `ALTER COLUMN ${column} ${action}`).join(', ')}`,
  ];
}
