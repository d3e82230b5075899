import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { withoutArguments } from '../printed-name.ts';

/** Makes a range type, and the multirange type that Postgres makes with it. */
export function createRangeType(type: CatalogObject): readonly string[] {
  const text = (fact: string): string | undefined => textFact(type, fact);
  const entries: readonly (readonly [word: string, value: string | undefined])[] = [
    ['SUBTYPE', text('subtype')],
    ['SUBTYPE_OPCLASS', text('opclass')],
    ['COLLATION', text('collation')],
    ['CANONICAL', named(text('canonical'))],
    ['SUBTYPE_DIFF', named(text('difference'))],
    ['MULTIRANGE_TYPE_NAME', text('multirange')],
  ];
  const parts = entries.flatMap(([word, value]) => (value === undefined ? [] : [`${word} = ${value}`]));
  return [`CREATE TYPE ${nameOf(type)} AS RANGE (${parts.join(', ')})`];
}

/** Whether a function takes the range before it is made: its name has to be set aside first. */
export function needsShell({ kind, facts }: CatalogObject): boolean {
  return kind === 'base type' || (kind === 'range type' && typeof facts.canonical === 'string');
}

function named(routine: string | undefined): string | undefined {
  return routine === undefined ? undefined : withoutArguments(routine);
}
