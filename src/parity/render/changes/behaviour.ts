import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { createAggregate } from '../beyond/aggregate.ts';
import { enableEventTrigger } from '../beyond/event-trigger.ts';
import { createFunction } from '../beyond/function.ts';
import { createLanguage } from '../beyond/language.ts';
import { createRule, enableRule } from '../beyond/rule.ts';
import { createTrigger, enableTrigger } from '../beyond/trigger.ts';
import { calledOf } from '../called.ts';
import { textFact, textsFact } from '../facts.ts';
import { each, made } from './change.ts';
import type { Change, Changes } from './change.ts';

/** By which extensions it is to go. */
const DEPENDS_ON: Change = (wanted, live) => {
  const [one, other] = [textsFact(wanted, 'dependsOn'), textsFact(live, 'dependsOn')];
  const change = `ALTER ${calledOf(wanted) ?? ''}`;
  return [
    ...other
      .filter((name) => !one.includes(name))
      .map((name) => `${change} NO DEPENDS ON EXTENSION ${quoteIdentifier(name)}`),
    ...one
      .filter((name) => !other.includes(name))
      .map((name) => `${change} DEPENDS ON EXTENSION ${quoteIdentifier(name)}`),
  ];
};

const replaceFunction: Change = (wanted) =>
  createFunction({ ...wanted, facts: { ...wanted.facts, dependsOn: [] } });

/** What may be put into a function that is there; how it is called and what it gives may not. */
export const FUNCTION: Changes = {
  ...each(
    [
      ...['language', 'body', 'sqlBody', 'library', 'volatility', 'strict', 'leakproof', 'parallel'],
      ...['securityDefiner', 'cost', 'rows', 'support', 'settings', 'transforms'],
    ],
    replaceFunction,
  ),
  // One may get more of them, but loses none.
  defaults: (wanted, live) =>
    textFact(wanted, 'defaults') === undefined ? undefined : replaceFunction(wanted, live),
  dependsOn: DEPENDS_ON,
  ...made('kind', 'arguments', 'returns'),
};

/** What may be put into an aggregate that is there. */
export const AGGREGATE: Changes = {
  ...each(
    [
      ...['transition', 'stateSize', 'initial', 'final', 'finalExtra', 'finalModify', 'combine', 'serialize'],
      ...['deserialize', 'movingTransition', 'movingInverse', 'movingState', 'movingStateSize'],
      ...[
        'movingInitial',
        'movingFinal',
        'movingFinalExtra',
        'movingFinalModify',
        'sortOperator',
        'parallel',
      ],
    ],
    createAggregate,
  ),
  ...made('kind', 'arguments', 'directArguments', 'returns', 'state'),
};

/** A constraint trigger cannot be replaced, nor one that a partition has from the table above it. */
const replaceTrigger: Change = (wanted, live) => {
  const { facts } = wanted;
  if (facts.constraint === true || live.facts.constraint === true || facts.inherited === true)
    return undefined;
  return createTrigger({ ...wanted, facts: { ...facts, dependsOn: [] } }, { replaces: true });
};

/** Facts of triggers. */
export const TRIGGER: Changes = {
  ...each(
    ['timing', 'events', 'level', 'columns', 'when', 'function', 'arguments', 'oldTable', 'newTable'],
    replaceTrigger,
  ),
  enabled: enableTrigger,
  dependsOn: DEPENDS_ON,
  ...made('constraint', 'constraintFrom', 'deferrable', 'deferred', 'inherited'),
};

/** Facts of rules. */
export const RULE: Changes = {
  definition: (wanted) => createRule(wanted, { replaces: true }),
  enabled: enableRule,
};

/** Facts of event triggers. */
export const EVENT_TRIGGER: Changes = { enabled: enableEventTrigger, ...made('event', 'tags', 'function') };

/** Facts of languages. */
export const LANGUAGE: Changes = each(
  ['trusted', 'handler', 'inline', 'validator'],
  (wanted: CatalogObject) => createLanguage(wanted, { replaces: true }),
);
