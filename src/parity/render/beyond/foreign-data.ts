import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact } from '../facts.ts';
import { withOptions } from '../generic-options.ts';
import { nameOf } from '../names.ts';
import { withoutArguments } from '../printed-name.ts';

/** Makes a way to reach data elsewhere. */
export function createForeignDataWrapper(wrapper: CatalogObject): readonly string[] {
  const words = ['handler', 'validator'].map((fact) => {
    const routine = textFact(wrapper, fact);
    return routine === undefined ? '' : ` ${fact.toUpperCase()} ${withoutArguments(routine)}`;
  });
  return [`CREATE FOREIGN DATA WRAPPER ${nameOf(wrapper)}${words.join('')}${withOptions(wrapper)}`];
}

/** Makes a place elsewhere known. */
export function createForeignServer(server: CatalogObject): readonly string[] {
  const words = ['type', 'version'].map((fact) => {
    const value = textFact(server, fact);
    return value === undefined ? '' : ` ${fact.toUpperCase()} ${quoteLiteral(value)}`;
  });
  const wrapper = quoteIdentifier(textFact(server, 'wrapper') ?? '');
  return [
    `CREATE SERVER ${nameOf(server)}${words.join('')} FOREIGN DATA WRAPPER ${wrapper}${withOptions(server)}`,
  ];
}

/** Says as whom a role is known at a server. */
export function createUserMapping(mapping: CatalogObject): readonly string[] {
  const role = mapping.name === 'public' ? 'PUBLIC' : quoteIdentifier(mapping.name);
  return [
    `CREATE USER MAPPING FOR ${role} SERVER ${quoteIdentifier(mapping.parent ?? '')}${withOptions(mapping)}`,
  ];
}
