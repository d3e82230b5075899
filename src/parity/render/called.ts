import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { nameOf, ownerOf, qualified } from './names.ts';
import { cutAt } from './printed-name.ts';
import { aggregateName, operatorName, routineName } from './routine-name.ts';

/** How statements that change an object call it, by its kind. */
const CALLED: Readonly<Record<string, (object: CatalogObject) => string>> = {
  role: (role) => `ROLE ${nameOf(role)}`,
  schema: (schema) => `SCHEMA ${nameOf(schema)}`,
  enum: type,
  sequence: (sequence) => `SEQUENCE ${nameOf(sequence)}`,
  table: (table) => `TABLE ${nameOf(table)}`,
  column: part,
  'primary key': constraint,
  unique: constraint,
  'foreign key': constraint,
  check: constraint,
  'exclusion constraint': constraint,
  'not null constraint': constraint,
  index: (index) => `INDEX ${nameOf(index)}`,
  view: (view) => `VIEW ${nameOf(view)}`,
  'materialized view': (view) => `MATERIALIZED VIEW ${nameOf(view)}`,
  policy: onTable('POLICY'),
  extension: (extension) => `EXTENSION ${nameOf(extension)}`,
  language: (language) => `LANGUAGE ${nameOf(language)}`,
  'access method': (method) => `ACCESS METHOD ${nameOf(method)}`,
  'shell type': type,
  'base type': type,
  domain: (domain) => `DOMAIN ${nameOf(domain)}`,
  'domain constraint': ({ schema, parent, name }) =>
    `CONSTRAINT ${quoteIdentifier(name)} ON DOMAIN ${qualified([schema, parent])}`,
  'composite type': type,
  attribute: part,
  'range type': type,
  'multirange type': type,
  'implied type': type,
  collation: (collation) => `COLLATION ${nameOf(collation)}`,
  conversion: (conversion) => `CONVERSION ${nameOf(conversion)}`,
  function: (routine) => `${routineKind(routine)} ${routineName(routine)}`,
  aggregate: (aggregate) => `AGGREGATE ${aggregateName(aggregate)}`,
  operator: (operator) => `OPERATOR ${operatorName(operator)}`,
  'operator class': using('OPERATOR CLASS'),
  'operator family': using('OPERATOR FAMILY'),
  cast: ({ name }) => `CAST (${(cutAt(name, ' as ') ?? [name]).join(' AS ')})`,
  transform: ({ name }) => `TRANSFORM FOR ${(cutAt(name, ' language ') ?? [name]).join(' LANGUAGE ')}`,
  'text search parser': (one) => `TEXT SEARCH PARSER ${nameOf(one)}`,
  'text search template': (one) => `TEXT SEARCH TEMPLATE ${nameOf(one)}`,
  'text search dictionary': (one) => `TEXT SEARCH DICTIONARY ${nameOf(one)}`,
  'text search configuration': (one) => `TEXT SEARCH CONFIGURATION ${nameOf(one)}`,
  'foreign data wrapper': (wrapper) => `FOREIGN DATA WRAPPER ${nameOf(wrapper)}`,
  'foreign server': (server) => `SERVER ${nameOf(server)}`,
  'foreign table': (table) => `FOREIGN TABLE ${nameOf(table)}`,
  trigger: onTable('TRIGGER'),
  rule: onTable('RULE'),
  statistics: (statistics) => `STATISTICS ${nameOf(statistics)}`,
  'event trigger': (trigger) => `EVENT TRIGGER ${nameOf(trigger)}`,
  publication: (publication) => `PUBLICATION ${nameOf(publication)}`,
  subscription: (subscription) => `SUBSCRIPTION ${nameOf(subscription)}`,
};

/** How an object is called after COMMENT ON, DROP or ALTER; undefined for what these cannot name. */
export function calledOf(object: CatalogObject): string | undefined {
  return CALLED[object.kind]?.(object);
}

/** Whether it is a function or a procedure. */
export function routineKind({ facts }: CatalogObject): 'FUNCTION' | 'PROCEDURE' {
  return facts.kind === 'procedure' ? 'PROCEDURE' : 'FUNCTION';
}

/** The name and the access method of an operator class or family, as one of them is called. */
export function usingName({ schema, name }: Pick<CatalogObject, 'schema' | 'name'>): string {
  const at = name.lastIndexOf(' using ');
  return `${qualified([schema, name.slice(0, at)])} USING ${quoteIdentifier(name.slice(at + ' using '.length))}`;
}

function type(object: CatalogObject): string {
  return `TYPE ${nameOf(object)}`;
}

function part({ schema, parent, name }: CatalogObject): string {
  return `COLUMN ${qualified([schema, parent, name])}`;
}

function constraint(object: CatalogObject): string {
  return `CONSTRAINT ${quoteIdentifier(object.name)} ON ${ownerOf(object)}`;
}

function onTable(word: string): (object: CatalogObject) => string {
  return (object) => `${word} ${quoteIdentifier(object.name)} ON ${ownerOf(object)}`;
}

function using(word: string): (object: CatalogObject) => string {
  return (object) => `${word} ${usingName(object)}`;
}
