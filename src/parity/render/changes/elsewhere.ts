import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { changeDefaultPrivileges } from '../beyond/default-privileges.ts';
import { grantProvided } from '../beyond/provided-object.ts';
import { addToPublication, publicationParameters } from '../beyond/publication.ts';
import { setSecurityLabel } from '../beyond/security-label.ts';
import { setSetting } from '../beyond/setting.ts';
import { SUBSCRIPTION_PARAMETERS } from '../beyond/subscription.ts';
import { textFact, textsFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { withoutArguments } from '../printed-name.ts';
import { each, made } from './change.ts';
import type { Change, Changes } from './change.ts';
import { changeOptions } from './parameters.ts';

/** Facts of wrappers. */
export const FOREIGN_DATA_WRAPPER: Changes = {
  ...Object.fromEntries(
    ['handler', 'validator'].map((fact) => [
      fact,
      (wanted: CatalogObject) => {
        const routine = textFact(wanted, fact);
        const what = fact.toUpperCase();
        return [
          `ALTER FOREIGN DATA WRAPPER ${nameOf(wanted)} ${routine === undefined ? `NO ${what}` : `${what} ${withoutArguments(routine)}`}`,
        ];
      },
    ]),
  ),
  options: (wanted, live) =>
    changeOptions(`ALTER FOREIGN DATA WRAPPER ${nameOf(wanted)}`, { wanted, live, fact: 'options' }),
};

/** Facts of servers. */
export const FOREIGN_SERVER: Changes = {
  version: (wanted) => {
    const version = textFact(wanted, 'version');
    return version === undefined
      ? undefined
      : [`ALTER SERVER ${nameOf(wanted)} VERSION ${quoteLiteral(version)}`];
  },
  options: (wanted, live) =>
    changeOptions(`ALTER SERVER ${nameOf(wanted)}`, { wanted, live, fact: 'options' }),
  ...made('wrapper', 'type'),
};

/** Facts of user mappings. */
export const USER_MAPPING: Changes = {
  options: (wanted, live) => {
    const role = wanted.name === 'public' ? 'PUBLIC' : quoteIdentifier(wanted.name);
    const start = `ALTER USER MAPPING FOR ${role} SERVER ${quoteIdentifier(wanted.parent ?? '')}`;
    return changeOptions(start, { wanted, live, fact: 'options' });
  },
};

/** Facts of publications. */
export const PUBLICATION: Changes = {
  ...each(['insert', 'update', 'delete', 'truncate', 'viaRoot'], (wanted) => [
    `ALTER PUBLICATION ${nameOf(wanted)} SET (${publicationParameters(wanted).join(', ')})`,
  ]),
  generatedColumns: (wanted) => [
    `ALTER PUBLICATION ${nameOf(wanted)} SET (publish_generated_columns = ${textFact(wanted, 'generatedColumns') ?? 'none'})`,
  ],
  schemas: (wanted, live) => {
    const [one, other] = [textsFact(wanted, 'schemas'), textsFact(live, 'schemas')];
    const change = (verb: string, names: readonly string[]): readonly string[] =>
      names.length === 0
        ? []
        : [
            `ALTER PUBLICATION ${nameOf(wanted)} ${verb} TABLES IN SCHEMA ${names.map(quoteIdentifier).join(', ')}`,
          ];
    return [
      ...change(
        'DROP',
        other.filter((name) => !one.includes(name)),
      ),
      ...change(
        'ADD',
        one.filter((name) => !other.includes(name)),
      ),
    ];
  },
  ...made('allTables'),
};

/** Facts of what a publication shows of a table. */
export const PUBLICATION_TABLE: Changes = each(['columns', 'where'], (wanted) => [
  `ALTER PUBLICATION ${quoteIdentifier(wanted.parent ?? '')} DROP TABLE ONLY ${wanted.name}`,
  ...addToPublication(wanted),
]);

const setOfSubscription =
  (fact: string, parameter: string): Change =>
  (wanted) => {
    const value = wanted.facts[fact];
    const text = typeof value === 'string' ? quoteLiteral(value) : String(value);
    return [`ALTER SUBSCRIPTION ${nameOf(wanted)} SET (${parameter} = ${text})`];
  };

/** One that is enabled needs a slot: it gets that first, and loses it last. */
const slotAndEnabled: Change = (wanted, live) => {
  const { slot, enabled } = wanted.facts;
  const change = `ALTER SUBSCRIPTION ${nameOf(wanted)}`;
  const text = typeof slot === 'string' ? quoteLiteral(slot) : 'NONE';
  const statements = [
    ...(slot === live.facts.slot ? [] : [`${change} SET (slot_name = ${text})`]),
    ...(enabled === live.facts.enabled ? [] : [`${change} ${enabled === true ? 'ENABLE' : 'DISABLE'}`]),
  ];
  return enabled === true ? statements : statements.toReversed();
};

/** Facts of subscriptions. */
export const SUBSCRIPTION: Changes = {
  ...each(['enabled', 'slot'], slotAndEnabled),
  publications: (wanted) => [
    `ALTER SUBSCRIPTION ${nameOf(wanted)} SET PUBLICATION ${textsFact(wanted, 'publications').map(quoteIdentifier).join(', ')} WITH (refresh = false)`,
  ],
  ...Object.fromEntries(
    Object.entries(SUBSCRIPTION_PARAMETERS).map(([fact, parameter]) => [
      fact,
      setOfSubscription(fact, parameter),
    ]),
  ),
  // Without a slot there is nothing on the server that publishes to be told.
  failover: (wanted, live) =>
    wanted.facts.slot === null || live.facts.slot === null
      ? undefined
      : setOfSubscription('failover', 'failover')(wanted, live),
  ...made('twoPhase'),
};

/** Facts of extensions. What an extension holds is its version's business. */
export const EXTENSION: Changes = {
  version: (wanted, live) => {
    const [version = '', other = ''] = [textFact(wanted, 'version'), textFact(live, 'version')];
    // Hardly any extension knows a way back.
    if (version.localeCompare(other, 'en', { numeric: true }) < 0) return undefined;
    return [`ALTER EXTENSION ${nameOf(wanted)} UPDATE TO ${quoteLiteral(version)}`];
  },
  schema: (wanted) => [
    `ALTER EXTENSION ${nameOf(wanted)} SET SCHEMA ${quoteIdentifier(textFact(wanted, 'schema') ?? '')}`,
  ],
  ...each(['members', 'configuration', 'relocatable'], (wanted, live) =>
    wanted.facts.version === live.facts.version && wanted.facts.schema === live.facts.schema ? undefined : [],
  ),
};

/** Rights that are granted in future, or on what comes with Postgres; what sessions begin with; labels. */
export const DEFAULT_PRIVILEGES: Changes = { grants: changeDefaultPrivileges };
export const PROVIDED_OBJECT: Changes = {
  grants: (wanted, live) => grantProvided(wanted, textsFact(live, 'grants')),
};
export const SETTING: Changes = { value: setSetting };
export const SECURITY_LABEL: Changes = { label: setSecurityLabel };
