import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact } from '../facts.ts';
import { ownerOf } from '../names.ts';

const STATES: Readonly<Record<string, string>> = {
  origin: 'ENABLE',
  disabled: 'DISABLE',
  replica: 'ENABLE REPLICA',
  always: 'ENABLE ALWAYS',
};

/** Makes a rule as Postgres printed it. */
export function createRule(rule: CatalogObject): readonly string[] {
  const definition = (textFact(rule, 'definition') ?? '').replace(/;\s*$/, '');
  return [definition, ...(textFact(rule, 'enabled') === 'origin' ? [] : enableRule(rule))];
}

/** Says when a rule is followed. */
export function enableRule(rule: CatalogObject): readonly string[] {
  const state = STATES[textFact(rule, 'enabled') ?? ''];
  if (state === undefined) return [];
  return [`ALTER TABLE ${ownerOf(rule)} ${state} RULE ${quoteIdentifier(rule.name)}`];
}
