import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { parenthesised } from '../expression.ts';
import { textFact } from '../facts.ts';
import { nameOf, ownerOf } from '../names.ts';

/** Makes a domain with those of its checks that hold for what there is. */
export function createDomain(
  domain: CatalogObject,
  constraints: readonly CatalogObject[] = [],
): readonly string[] {
  const collation = textFact(domain, 'collation');
  const value = textFact(domain, 'default');
  const words = [
    `CREATE DOMAIN ${nameOf(domain)} AS ${textFact(domain, 'type') ?? ''}`,
    ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ...(value === undefined ? [] : [`DEFAULT ${parenthesised(value)}`]),
    ...(domain.facts.nullable === false ? [notNull(domain)] : []),
    ...constraints.filter(isValid).map(clauseOf),
  ];
  return [
    words.join(' '),
    ...constraints.filter((one) => !isValid(one)).flatMap((one) => addDomainConstraint(one)),
  ];
}

/** Holds a domain that is there to a check. */
export function addDomainConstraint(constraint: CatalogObject): readonly string[] {
  const valid = isValid(constraint) ? '' : ' NOT VALID';
  return [`ALTER DOMAIN ${ownerOf(constraint)} ADD ${clauseOf(constraint)}${valid}`];
}

/** Gives a domain its default. */
export function setDomainDefault(domain: CatalogObject): readonly string[] {
  const value = textFact(domain, 'default');
  return [
    `ALTER DOMAIN ${nameOf(domain)} ${value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${parenthesised(value)}`}`,
  ];
}

function notNull(domain: CatalogObject): string {
  const name = textFact(domain, 'notNullName');
  return name === undefined ? 'NOT NULL' : `CONSTRAINT ${quoteIdentifier(name)} NOT NULL`;
}

function clauseOf(constraint: CatalogObject): string {
  return `CONSTRAINT ${quoteIdentifier(constraint.name)} CHECK ${parenthesised(textFact(constraint, 'expression') ?? '')}`;
}

function isValid({ facts }: CatalogObject): boolean {
  return facts.validated !== false;
}
