import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { withoutArguments } from '../printed-name.ts';
import { STATES } from './states.ts';

/** Makes a trigger on what is done to the database. It fires from then on, so that it is to be made last. */
export function createEventTrigger(trigger: CatalogObject): readonly string[] {
  const tags = textsFact(trigger, 'tags').map((tag) => quoteLiteral(tag));
  const when = tags.length === 0 ? '' : ` WHEN TAG IN (${tags.join(', ')})`;
  const routine = withoutArguments(textFact(trigger, 'function') ?? '');
  return [
    `CREATE EVENT TRIGGER ${nameOf(trigger)} ON ${textFact(trigger, 'event') ?? ''}${when} EXECUTE FUNCTION ${routine}()`,
    ...(textFact(trigger, 'enabled') === 'origin' ? [] : enableEventTrigger(trigger)),
  ];
}

/** Says when it fires. */
export function enableEventTrigger(trigger: CatalogObject): readonly string[] {
  const state = STATES[textFact(trigger, 'enabled') ?? ''];
  return state === undefined ? [] : [`ALTER EVENT TRIGGER ${nameOf(trigger)} ${state}`];
}
