import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { parenthesised } from '../expression.ts';
import { textFact, textsFact } from '../facts.ts';
import { ownerOf } from '../names.ts';
import { withoutArguments } from '../printed-name.ts';
import { STATES } from './states.ts';

/** Makes a trigger. One that a partition has from the table above it is there already, and only put into its state. */
export function createTrigger(
  trigger: CatalogObject,
  { replaces = false }: { readonly replaces?: boolean } = {},
): readonly string[] {
  const isInherited = trigger.facts.inherited === true;
  const state = textFact(trigger, 'enabled') ?? 'origin';
  return [
    ...(isInherited ? [] : [definition(trigger, replaces)]),
    ...(state === 'origin' && !isInherited ? [] : enableTrigger(trigger)),
    ...textsFact(trigger, 'dependsOn').map(
      (extension) =>
        `ALTER TRIGGER ${quoteIdentifier(trigger.name)} ON ${ownerOf(trigger)} DEPENDS ON EXTENSION ${quoteIdentifier(extension)}`,
    ),
  ];
}

/** Says when a trigger fires, for its own table alone. */
export function enableTrigger(trigger: CatalogObject): readonly string[] {
  const state = STATES[textFact(trigger, 'enabled') ?? ''];
  if (state === undefined) return [];
  return [`ALTER TABLE ONLY ${ownerOf(trigger)} ${state} TRIGGER ${quoteIdentifier(trigger.name)}`];
}

function definition(trigger: CatalogObject, replaces: boolean): string {
  const { facts } = trigger;
  const from = textFact(trigger, 'constraintFrom');
  const when = textFact(trigger, 'when');
  const tables = [
    ...table('OLD', textFact(trigger, 'oldTable')),
    ...table('NEW', textFact(trigger, 'newTable')),
  ];
  const given = textsFact(trigger, 'arguments').map((argument) => quoteLiteral(argument));
  const lines = [
    `${(textFact(trigger, 'timing') ?? '').toUpperCase()} ${eventsOf(trigger)} ON ${ownerOf(trigger)}`,
    ...(from === undefined ? [] : [`FROM ${from}`]),
    ...(facts.deferrable === true
      ? [`DEFERRABLE${facts.deferred === true ? ' INITIALLY DEFERRED' : ''}`]
      : []),
    ...(tables.length === 0 ? [] : [`REFERENCING ${tables.join(' ')}`]),
    `FOR EACH ${(textFact(trigger, 'level') ?? 'statement').toUpperCase()}`,
    ...(when === undefined ? [] : [`WHEN ${parenthesised(when)}`]),
    `EXECUTE FUNCTION ${withoutArguments(textFact(trigger, 'function') ?? '')}(${given.join(', ')})`,
  ];
  const word = facts.constraint === true ? 'CONSTRAINT TRIGGER' : 'TRIGGER';
  return `CREATE ${replaces ? 'OR REPLACE ' : ''}${word} ${quoteIdentifier(trigger.name)} ${lines.join('\n')}`;
}

function eventsOf(trigger: CatalogObject): string {
  const columns = textsFact(trigger, 'columns').map(quoteIdentifier);
  const of = columns.length === 0 ? '' : ` OF ${columns.join(', ')}`;
  return textsFact(trigger, 'events')
    .map((event) => `${event.toUpperCase()}${event === 'update' ? of : ''}`)
    .join(' OR ');
}

function table(word: string, name: string | undefined): readonly string[] {
  return name === undefined ? [] : [`${word} TABLE AS ${quoteIdentifier(name)}`];
}
