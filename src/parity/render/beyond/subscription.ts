import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../facts.ts';
import { nameOf } from '../names.ts';

/** Where it leads is not read, since it may hold a password: to a name that leads nowhere, until somebody says it. */
const CONNECTION = 'host=unknown.invalid';

const PARAMETERS: Readonly<Record<string, string>> = {
  binary: 'binary',
  streaming: 'streaming',
  twoPhase: 'two_phase',
  disableOnError: 'disable_on_error',
  synchronousCommit: 'synchronous_commit',
};

/** Those that not all versions know, with what they are unless said, as they are on the versions that do not. */
const LATER: Readonly<Record<string, readonly [parameter: string, usual: string]>> = {
  passwordRequired: ['password_required', 'true'],
  runAsOwner: ['run_as_owner', 'false'],
  origin: ['origin', 'any'],
  failover: ['failover', 'false'],
};

/** The parameters that can be set of a subscription that is there, by fact. */
export const SUBSCRIPTION_PARAMETERS: Readonly<Record<string, string>> = {
  ...PARAMETERS,
  ...Object.fromEntries(Object.entries(LATER).map(([fact, [name]]) => [fact, name])),
};

/** Makes a subscription without connecting to the server that publishes. */
export function createSubscription(subscription: CatalogObject): readonly string[] {
  const slot = textFact(subscription, 'slot');
  const parameters = [
    'connect = false',
    `slot_name = ${slot === undefined ? 'NONE' : quoteLiteral(slot)}`,
    ...Object.entries(PARAMETERS).flatMap(([fact, name]) => parameter(subscription, fact, name)),
    ...Object.entries(LATER).flatMap(([fact, [name, usual]]) =>
      String(subscription.facts[fact] ?? usual) === usual ? [] : parameter(subscription, fact, name),
    ),
  ];
  const publications = textsFact(subscription, 'publications').map(quoteIdentifier).join(', ');
  return [
    `CREATE SUBSCRIPTION ${nameOf(subscription)} CONNECTION ${quoteLiteral(CONNECTION)} PUBLICATION ${publications} WITH (${parameters.join(', ')})`,
    ...(subscription.facts.enabled === true ? [`ALTER SUBSCRIPTION ${nameOf(subscription)} ENABLE`] : []),
  ];
}

function parameter({ facts }: CatalogObject, fact: string, name: string): readonly string[] {
  const value = facts[fact];
  if (value === undefined || value === null) return [];
  return [`${name} = ${typeof value === 'string' ? quoteLiteral(value) : String(value)}`];
}
