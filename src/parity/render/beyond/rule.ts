import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact } from '../facts.ts';
import { ownerOf } from '../names.ts';
import { STATES } from './states.ts';

/** Makes a rule as Postgres printed it. */
export function createRule(
  rule: CatalogObject,
  { replaces = false }: { readonly replaces?: boolean } = {},
): readonly string[] {
  const definition = (textFact(rule, 'definition') ?? '')
    .replace(/;\s*$/, '')
    .replace(/^CREATE /, replaces ? 'CREATE OR REPLACE ' : 'CREATE ');
  return [definition, ...(textFact(rule, 'enabled') === 'origin' ? [] : enableRule(rule))];
}

/** Says when a rule is followed. */
export function enableRule(rule: CatalogObject): readonly string[] {
  const state = STATES[textFact(rule, 'enabled') ?? ''];
  if (state === undefined) return [];
  return [`ALTER TABLE ${ownerOf(rule)} ${state} RULE ${quoteIdentifier(rule.name)}`];
}
