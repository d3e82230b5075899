import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { parenthesised } from '../expression.ts';
import { textFact, textsFact } from '../facts.ts';
import { columnList, nameOf } from '../names.ts';

/** Makes a publication, of all tables or of namespaces; single tables are added to it. */
export function createPublication(publication: CatalogObject): readonly string[] {
  const schemas = textsFact(publication, 'schemas').map(quoteIdentifier);
  const what =
    publication.facts.allTables === true
      ? ' FOR ALL TABLES'
      : schemas.length === 0
        ? ''
        : ` FOR TABLES IN SCHEMA ${schemas.join(', ')}`;
  return [
    `CREATE PUBLICATION ${nameOf(publication)}${what} WITH (${publicationParameters(publication).join(', ')})`,
  ];
}

/** What it tells of, and how. */
export function publicationParameters(publication: CatalogObject): readonly string[] {
  const { facts } = publication;
  const told = ['insert', 'update', 'delete', 'truncate'].filter((fact) => facts[fact] === true);
  const generated = textFact(publication, 'generatedColumns');
  return [
    `publish = ${quoteLiteral(told.join(', '))}`,
    `publish_via_partition_root = ${facts.viaRoot === true}`,
    ...(generated === undefined || generated === 'none' ? [] : [`publish_generated_columns = ${generated}`]),
  ];
}

/** Adds one table to a publication, without those that inherit from it: these are named themselves. */
export function addToPublication(member: CatalogObject): readonly string[] {
  return [`ALTER PUBLICATION ${quoteIdentifier(member.parent ?? '')} ADD TABLE ${memberClause(member)}`];
}

function memberClause(member: CatalogObject): string {
  const columns = textsFact(member, 'columns');
  const where = textFact(member, 'where');
  return [
    `ONLY ${member.name}`,
    columns.length === 0 ? '' : ` ${columnList(columns)}`,
    where === undefined ? '' : ` WHERE ${parenthesised(where)}`,
  ].join('');
}
