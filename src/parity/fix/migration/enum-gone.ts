import { address } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { textsFact } from '../../render/facts.ts';

/** A column of an enum that is made again, and what its rows get that hold a value which is not in it any more. */
export interface Mapping {
  readonly column: CatalogObject;
  /** What makes an array of the enum behind its name; empty where it is none. */
  readonly brackets: string;
  /** The type in front of them that it gets. */
  readonly type: string;
  readonly gone: readonly string[];
  /** The literal that stands for what only a person knows; an array goes on without the value. */
  readonly standIn: string;
  /** Whether the column goes too, so that nobody has to know. */
  readonly isGoing: boolean;
}

/** The values of an enum that are not there any more. */
export function goneLabels(wanted: CatalogObject, live: CatalogObject): readonly string[] {
  const stay = new Set(textsFact(wanted, 'values'));
  return textsFact(live, 'values').filter((label) => !stay.has(label));
}

/** What stands for a value that goes: the column's default, null where there may be one, or the first value that stays. */
export function standInOf(
  wanted: CatalogObject,
  live: CatalogObject,
  { value, isNullable }: { readonly value: string | undefined; readonly isNullable: boolean },
): string {
  const were = new Set(textsFact(live, 'values'));
  const labels = textsFact(wanted, 'values');
  const byDefault = labels
    .map(literal)
    .find((text) => value === text || value?.startsWith(`${text}::`) === true);
  if (byDefault !== undefined) return byDefault;
  const first = labels.find((label) => were.has(label)) ?? labels[0];
  return isNullable || first === undefined ? 'NULL' : literal(first);
}

/** The text of a column's values, each value that goes as what stands for it. */
export function mappedText(text: string, { gone, standIn, brackets }: Mapping): string {
  const all = `${text}::text${brackets}`;
  if (gone.length === 0) return all;
  if (brackets !== '') return gone.reduce((rest, label) => `array_remove(${rest}, ${literal(label)})`, all);
  return `(CASE ${all} ${gone.map((label) => `WHEN ${literal(label)} THEN ${standIn}`).join(' ')} ELSE ${all} END)`;
}

/** Whether there is anything to decide. */
export function isOpen({ gone, isGoing }: Mapping): boolean {
  return gone.length > 0 && !isGoing;
}

/** What a person has to decide about it. */
export function decisionOf({ column, gone, standIn, brackets }: Mapping): string {
  const values = `${gone.map(literal).join(' or ')}, which ${gone.length === 1 ? 'goes' : 'go'}`;
  return brackets === ''
    ? `what ${address(column)} is in the rows that hold ${values}: ${standIn === 'NULL' ? 'null' : standIn} only stands for it`
    : `what is in ${address(column)} instead of ${values}: it is only left out`;
}

function literal(label: string): string {
  return quoteLiteral(label).trim();
}
