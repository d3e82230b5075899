import type { CatalogObject, Fact } from '../../catalog/object.ts';
import { AGGREGATE, EVENT_TRIGGER, FUNCTION, LANGUAGE, RULE, TRIGGER } from './changes/behaviour.ts';
import type { Changes } from './changes/change.ts';
import { CHECK, FOREIGN_KEY, INDEX, KEY, NOT_NULL } from './changes/constraints.ts';
import {
  DEFAULT_PRIVILEGES,
  EXTENSION,
  FOREIGN_DATA_WRAPPER,
  FOREIGN_SERVER,
  PROVIDED_OBJECT,
  PUBLICATION,
  PUBLICATION_TABLE,
  SECURITY_LABEL,
  SETTING,
  SUBSCRIPTION,
  USER_MAPPING,
} from './changes/elsewhere.ts';
import { DATABASE, EVERYWHERE, ROLE } from './changes/everywhere.ts';
import { COLUMN, FOREIGN_TABLE, MATERIALIZED_VIEW, SEQUENCE, TABLE } from './changes/relations.ts';
import {
  ATTRIBUTE,
  BASE_TYPE,
  COLLATION,
  DOMAIN,
  DOMAIN_CONSTRAINT,
  OPERATOR,
  STATISTICS,
  TEXT_SEARCH_CONFIGURATION,
  TEXT_SEARCH_DICTIONARY,
} from './changes/types.ts';

const CHANGES: Readonly<Record<string, Changes>> = {
  role: ROLE,
  database: DATABASE,
  table: TABLE,
  column: COLUMN,
  'materialized view': MATERIALIZED_VIEW,
  'foreign table': FOREIGN_TABLE,
  sequence: SEQUENCE,
  index: INDEX,
  'primary key': KEY,
  unique: KEY,
  'exclusion constraint': KEY,
  'foreign key': FOREIGN_KEY,
  check: CHECK,
  'not null constraint': NOT_NULL,
  function: FUNCTION,
  aggregate: AGGREGATE,
  trigger: TRIGGER,
  rule: RULE,
  'event trigger': EVENT_TRIGGER,
  language: LANGUAGE,
  domain: DOMAIN,
  'domain constraint': DOMAIN_CONSTRAINT,
  attribute: ATTRIBUTE,
  'base type': BASE_TYPE,
  operator: OPERATOR,
  collation: COLLATION,
  statistics: STATISTICS,
  'text search configuration': TEXT_SEARCH_CONFIGURATION,
  'text search dictionary': TEXT_SEARCH_DICTIONARY,
  extension: EXTENSION,
  'foreign data wrapper': FOREIGN_DATA_WRAPPER,
  'foreign server': FOREIGN_SERVER,
  'user mapping': USER_MAPPING,
  publication: PUBLICATION,
  'publication table': PUBLICATION_TABLE,
  subscription: SUBSCRIPTION,
  'default privileges': DEFAULT_PRIVILEGES,
  'provided object': PROVIDED_OBJECT,
  setting: SETTING,
  'security label': SECURITY_LABEL,
};

/**
 * By attribute the statements that change it, for each in which an object is not as it is wanted; undefined where
 * nothing does but making the object again.
 */
export type FactChanges = Readonly<Record<string, readonly string[] | undefined>>;

/** Whether there is a way to change an attribute of objects of a kind that are there, at least for some values. */
export function changesFact(kind: string, attribute: string): boolean {
  return changeOf(kind, attribute) !== undefined;
}

/** What gives an object that is there the facts that `wanted` says otherwise. A fact that is not there says nothing. */
export function changeFacts(wanted: CatalogObject, live: CatalogObject): FactChanges {
  const attributes = Object.keys(wanted.facts).filter(
    (attribute) =>
      wanted.facts[attribute] !== undefined &&
      live.facts[attribute] !== undefined &&
      !isSame(wanted.facts[attribute], live.facts[attribute]),
  );
  return Object.fromEntries(
    attributes.map((attribute) => [attribute, changeOf(wanted.kind, attribute)?.(wanted, live)]),
  );
}

/** All of these statements, each once; undefined where the object has to be made again. */
export function changeObject(wanted: CatalogObject, live: CatalogObject): readonly string[] | undefined {
  const changes = Object.values(changeFacts(wanted, live));
  if (changes.includes(undefined)) return undefined;
  return [...new Set(changes.flatMap((statements) => statements ?? []))];
}

function changeOf(kind: string, attribute: string): Changes[string] | undefined {
  return CHANGES[kind]?.[attribute] ?? (kind === 'database' ? undefined : EVERYWHERE[attribute]);
}

function isSame(one: Fact | undefined, other: Fact | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
