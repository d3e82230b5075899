import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';

const WORDS = { createDb: 'CREATEDB', createRole: 'CREATEROLE', inherit: 'INHERIT' };

/** Makes a role. What is not said of it is as Postgres has it. */
export function createRole({ name, facts }: CatalogObject): readonly string[] {
  const words = Object.entries(WORDS)
    .filter(([fact]) => typeof facts[fact] === 'boolean')
    .map(([fact, word]) => ` ${facts[fact] === true ? '' : 'NO'}${word}`);
  return [`CREATE ROLE ${quoteIdentifier(name)}${words.join('')}`];
}
